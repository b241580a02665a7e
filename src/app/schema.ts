import { sql } from "drizzle-orm";
import {
  type AnySQLiteColumn,
  check,
  index,
  integer,
  primaryKey,
  real,
  sqliteTable,
  text,
} from "drizzle-orm/sqlite-core";
import { date, json, list, now, randomUuid, timestamp, uuid } from "../schema/columns.ts";

// The tables of an online publication: plain Drizzle, and what drizzle-kit makes migrations of. The indexes follow the
// questions that readers ask, because D1 is paid by the row read.

/** People. The id is the user's in auth; signing up makes the row. */
export const profiles = sqliteTable("profiles", {
  id: uuid().primaryKey(),
  handle: text({ length: 40 }).notNull().unique(),
  displayName: text("display_name", { length: 80 }).notNull(),
  bio: text({ length: 1000 }),
  avatarUrl: text("avatar_url"),
  /** Shown beside the name. What somebody may do is in the token. */
  role: text({ enum: ["reader", "author", "editor", "admin"] })
    .notNull()
    .default("reader"),
  location: text({ length: 80 }),
  website: text({ length: 200 }),
  joinedAt: timestamp("joined_at").notNull().default(now),
});

export const categories = sqliteTable(
  "categories",
  {
    id: uuid().primaryKey().default(randomUuid),
    parentId: uuid("parent_id").references((): AnySQLiteColumn => categories.id, { onDelete: "restrict" }),
    slug: text({ length: 60 }).notNull().unique(),
    name: text({ length: 60 }).notNull(),
    description: text({ length: 500 }),
    position: integer().notNull().default(0),
  },
  (table) => [index("categories_parent").on(table.parentId, table.position)],
);

export const tags = sqliteTable("tags", {
  id: uuid().primaryKey().default(randomUuid),
  slug: text({ length: 60 }).notNull().unique(),
  name: text({ length: 60 }).notNull(),
});

export const articles = sqliteTable(
  "articles",
  {
    id: uuid().primaryKey().default(randomUuid),
    authorId: uuid("author_id")
      .notNull()
      .references(() => profiles.id, { onDelete: "restrict" }),
    categoryId: uuid("category_id")
      .notNull()
      .references(() => categories.id, { onDelete: "restrict" }),
    slug: text({ length: 120 }).notNull().unique(),
    title: text({ length: 200 }).notNull(),
    subtitle: text({ length: 300 }),
    /** Markdown. */
    body: text().notNull(),
    status: text({ enum: ["draft", "in_review", "published", "archived"] })
      .notNull()
      .default("draft"),
    featured: integer({ mode: "boolean" }).notNull().default(false),
    /** A moment in the future schedules the article. */
    publishedAt: timestamp("published_at"),
    /** At about 180 words a minute. */
    readingMinutes: integer("reading_minutes")
      .notNull()
      .generatedAlwaysAs(sql`1 + length(body) / 1100`, { mode: "stored" }),
    meta: json<ArticleMeta>().notNull().default(sql`'{}'`),
    keywords: list("keywords").notNull().default(sql`'[]'`),
    /** Between the editors and the author. */
    editorNotes: text("editor_notes"),
    createdAt: timestamp("created_at").notNull().default(now),
    updatedAt: timestamp("updated_at")
      .notNull()
      .default(now)
      .$onUpdateFn(() => new Date().toISOString()),
  },
  (table) => [
    index("articles_by_publication").on(table.status, table.publishedAt),
    index("articles_by_category").on(table.categoryId, table.status, table.publishedAt),
    index("articles_by_author").on(table.authorId, table.updatedAt),
    check("articles_published_at", sql`status <> 'published' or published_at is not null`),
  ],
);

export interface ArticleMeta {
  readonly cover?: { readonly url: string; readonly alt: string; readonly credit?: string };
  readonly series?: string;
}

export const articleTags = sqliteTable(
  "article_tags",
  {
    articleId: uuid("article_id")
      .notNull()
      .references(() => articles.id, { onDelete: "cascade" }),
    tagId: uuid("tag_id")
      .notNull()
      .references(() => tags.id, { onDelete: "cascade" }),
  },
  (table) => [primaryKey({ columns: [table.articleId, table.tagId] }), index("article_tags_by_tag").on(table.tagId)],
);

export const comments = sqliteTable(
  "comments",
  {
    id: uuid().primaryKey().default(randomUuid),
    articleId: uuid("article_id")
      .notNull()
      .references(() => articles.id, { onDelete: "cascade" }),
    authorId: uuid("author_id")
      .notNull()
      .references(() => profiles.id, { onDelete: "cascade" }),
    /** The comment that this one answers. */
    parentId: uuid("parent_id").references((): AnySQLiteColumn => comments.id, { onDelete: "cascade" }),
    body: text().notNull(),
    status: text({ enum: ["visible", "hidden"] })
      .notNull()
      .default("visible"),
    createdAt: timestamp("created_at").notNull().default(now),
  },
  (table) => [
    index("comments_by_article").on(table.articleId, table.createdAt),
    index("comments_by_author").on(table.authorId, table.createdAt),
    index("comments_by_parent").on(table.parentId),
    check("comments_body_length", sql`length(trim(body)) between 1 and 4000`),
  ],
);

/** At most one for a reader and an article: reacting again changes its kind. */
export const reactions = sqliteTable(
  "reactions",
  {
    articleId: uuid("article_id")
      .notNull()
      .references(() => articles.id, { onDelete: "cascade" }),
    profileId: uuid("profile_id")
      .notNull()
      .references(() => profiles.id, { onDelete: "cascade" }),
    kind: text({ enum: ["like", "love", "insight", "laugh", "doubt"] }).notNull(),
    createdAt: timestamp("created_at").notNull().default(now),
  },
  (table) => [
    primaryKey({ columns: [table.articleId, table.profileId] }),
    index("reactions_by_profile").on(table.profileId),
  ],
);

/** One visit to an article, by somebody signed in or by nobody in particular. */
export const readingEvents = sqliteTable(
  "reading_events",
  {
    id: uuid().primaryKey().default(randomUuid),
    articleId: uuid("article_id")
      .notNull()
      .references(() => articles.id, { onDelete: "cascade" }),
    profileId: uuid("profile_id").references(() => profiles.id, { onDelete: "set null" }),
    seconds: integer().notNull(),
    /** How far down the article, from 0 to 1. */
    progress: real().notNull(),
    at: timestamp().notNull().default(now),
  },
  (table) => [
    index("reading_events_by_article").on(table.articleId, table.at),
    index("reading_events_by_profile").on(table.profileId, table.at),
    check("reading_events_seconds", sql`seconds between 0 and 86400`),
    check("reading_events_progress", sql`progress between 0 and 1`),
  ],
);

export const jobListings = sqliteTable(
  "job_listings",
  {
    id: uuid().primaryKey().default(randomUuid),
    postedBy: uuid("posted_by")
      .notNull()
      .references(() => profiles.id, { onDelete: "cascade" }),
    company: text({ length: 120 }).notNull(),
    title: text({ length: 160 }).notNull(),
    description: text().notNull(),
    location: text({ length: 120 }),
    remote: integer({ mode: "boolean" }).notNull().default(false),
    /** A year, before taxes, in `currency`. */
    salaryMin: integer("salary_min"),
    salaryMax: integer("salary_max"),
    currency: text({ enum: ["EUR", "GBP", "USD", "JPY"] }),
    tags: list("tags").notNull().default(sql`'[]'`),
    applyUrl: text("apply_url").notNull(),
    status: text({ enum: ["draft", "open", "filled"] })
      .notNull()
      .default("draft"),
    /** The first day on which it is no longer shown. */
    expiresOn: date("expires_on").notNull(),
    createdAt: timestamp("created_at").notNull().default(now),
  },
  (table) => [
    index("job_listings_by_expiry").on(table.status, table.expiresOn),
    index("job_listings_by_poster").on(table.postedBy),
    check("job_listings_salary", sql`salary_min is null or salary_max is null or salary_min <= salary_max`),
  ],
);

export const newsletterSubscriptions = sqliteTable(
  "newsletter_subscriptions",
  {
    id: uuid().primaryKey().default(randomUuid),
    email: text({ length: 254 }).notNull().unique(),
    profileId: uuid("profile_id").references(() => profiles.id, { onDelete: "set null" }),
    frequency: text({ enum: ["daily", "weekly", "monthly"] })
      .notNull()
      .default("weekly"),
    /** Slugs of categories; none means all. */
    topics: list("topics").notNull().default(sql`'[]'`),
    /** Set by the link in the confirmation mail. */
    confirmed: integer({ mode: "boolean" }).notNull().default(false),
    createdAt: timestamp("created_at").notNull().default(now),
  },
  (table) => [index("newsletter_subscriptions_by_profile").on(table.profileId)],
);
