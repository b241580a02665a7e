import { eq, sql } from "drizzle-orm";
import { sqliteView } from "drizzle-orm/sqlite-core";
import { articles, comments, reactions, readingEvents } from "./schema.ts";

/** What readers make of an article, one row each. Counted in subqueries: only for the rows that are asked for. */
export const articleStats = sqliteView("article_stats").as((query) =>
  query
    .select({
      articleId: sql<string>`${articles.id}`.as("article_id"),
      comments: sql<number>`(
        select count(*) from ${comments} where ${eq(comments.articleId, articles.id)} and ${eq(comments.status, "visible")}
      )`.as("comments"),
      reactions: sql<number>`(select count(*) from ${reactions} where ${eq(reactions.articleId, articles.id)})`.as(
        "reactions",
      ),
      reads: sql<number>`(select count(*) from ${readingEvents} where ${eq(readingEvents.articleId, articles.id)})`.as(
        "reads",
      ),
      averageProgress: sql<number | null>`(
        select avg(${readingEvents.progress}) from ${readingEvents} where ${eq(readingEvents.articleId, articles.id)}
      )`.as("average_progress"),
    })
    .from(articles),
);
