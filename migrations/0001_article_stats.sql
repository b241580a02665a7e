-- Made by npm run db:generate. One transaction: it takes effect whole or not at all.

CREATE VIEW "article_stats" ("article_id", "comments", "reactions", "reads", "average_progress") AS select "id" as "article_id", (
        select count(*) from "comments" where "comments"."article_id" = "articles"."id" and "comments"."status" = 'visible'
      ) as "comments", (select count(*) from "reactions" where "reactions"."article_id" = "articles"."id") as "reactions", (select count(*) from "reading_events" where "reading_events"."article_id" = "articles"."id") as "reads", (
        select avg("progress") from "reading_events" where "reading_events"."article_id" = "articles"."id"
      ) as "average_progress" from "articles";
