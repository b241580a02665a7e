import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { caller, eq } from "../../src/rules/condition.ts";
import { allow, type RuleSet, rulesFor } from "../../src/rules/grant.ts";
import { uuid } from "../../src/schema/columns.ts";

// What some may not see: rows that are not public, and a column of other people's rows.

export const reviews = sqliteTable("reviews", {
  id: integer().primaryKey(),
  critic: uuid().notNull(),
  stars: integer().notNull(),
  /** The critic's own. */
  draft: text(),
  isPublic: integer("is_public", { mode: "boolean" }).notNull(),
});

/** Everybody's, of reviews that not everybody sees. */
export const replies = sqliteTable("replies", {
  id: integer().primaryKey(),
  topic: text().notNull(),
  review: integer("review_id").references(() => reviews.id),
});

export const reviewRules: readonly RuleSet[] = [
  rulesFor(reviews, {
    select: [
      allow("anon").when(eq(reviews.isPublic, true)).only(reviews.id, reviews.stars, reviews.isPublic),
      allow("authenticated").when(eq(reviews.critic, caller.id)),
    ],
  }),
  rulesFor(replies, { select: [allow("anon")] }),
];
