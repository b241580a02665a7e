import { type AnySQLiteColumn, integer, primaryKey, sqliteTable, text, unique } from "drizzle-orm/sqlite-core";
import { type CollectionDefinition, collection } from "../schema/collection.ts";
import { bigint, json, list, timestamp, uuid } from "../schema/columns.ts";
import { compileModel } from "../schema/compile.ts";
import type { Model } from "../schema/model.ts";

// A magazine: two keys to one table, a table that points at itself, junctions.
const profiles = sqliteTable("profiles", {
  id: uuid().primaryKey(),
  username: text().notNull().unique(),
  displayName: text("display_name"),
  passwordHash: text("password_hash"),
});

const categories = sqliteTable("categories", {
  id: integer().primaryKey(),
  name: text().notNull(),
  parentId: integer("parent_id").references((): AnySQLiteColumn => categories.id),
});

const articles = sqliteTable("articles", {
  id: integer().primaryKey(),
  title: text().notNull(),
  status: text(),
  views: bigint(),
  data: json(),
  tags: list(),
  createdAt: timestamp("created_at"),
  authorId: uuid("author_id")
    .notNull()
    .references(() => profiles.id),
  editorId: uuid("editor_id").references(() => profiles.id),
  categoryId: integer("category_id").references(() => categories.id),
});

const summaries = sqliteTable("summaries", {
  articleId: integer("article_id")
    .primaryKey()
    .references(() => articles.id),
  body: text(),
});

const comments = sqliteTable("comments", {
  id: integer().primaryKey(),
  body: text(),
  status: text(),
  articleId: integer("article_id").references(() => articles.id),
  authorId: uuid("author_id").references(() => profiles.id),
});

const labels = sqliteTable("labels", { id: integer().primaryKey(), name: text().unique() });

const articleLabels = sqliteTable(
  "article_labels",
  {
    articleId: integer("article_id").references(() => articles.id),
    labelId: integer("label_id").references(() => labels.id),
    weight: integer(),
  },
  (table) => [primaryKey({ columns: [table.articleId, table.labelId] })],
);

export const magazineCollections: readonly CollectionDefinition[] = [
  collection(profiles, { columns: { passwordHash: { hidden: true } } }),
  collection(categories),
  collection(articles),
  collection(summaries),
  collection(comments),
  collection(labels),
  collection(articleLabels),
];

export const magazine: Model = compileModel(magazineCollections);

// A school: two junctions between the same tables, a composite key.
const students = sqliteTable("students", { id: integer().primaryKey(), name: text() });

const courses = sqliteTable(
  "courses",
  {
    year: integer(),
    code: text(),
    title: text(),
    room: text(),
    slot: text(),
  },
  (table) => [primaryKey({ columns: [table.year, table.code] }), unique("courses_place").on(table.room, table.slot)],
);

const clubs = sqliteTable("clubs", { id: integer().primaryKey(), name: text() });

const members = sqliteTable(
  "members",
  {
    clubId: integer("club_id").references(() => clubs.id),
    studentId: integer("student_id").references(() => students.id),
  },
  (table) => [primaryKey({ columns: [table.clubId, table.studentId] })],
);

const captains = sqliteTable(
  "captains",
  {
    clubId: integer("club_id").references(() => clubs.id),
    studentId: integer("student_id").references(() => students.id),
  },
  (table) => [primaryKey({ columns: [table.clubId, table.studentId] })],
);

export const school: Model = compileModel([
  collection(students),
  collection(courses),
  collection(clubs),
  collection(members),
  collection(captains),
]);
