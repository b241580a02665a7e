import { sql } from "drizzle-orm";
import { foreignKey, integer, primaryKey, real, sqliteTable, text, unique } from "drizzle-orm/sqlite-core";
import { bigint, date, json, list, now, timestamp } from "../../../src/schema/columns.ts";
import { articles, users } from "../tables/work.ts";

// The tables of PostgREST's own fixtures that its specifications of writes and calls use alone, by their names there.

export const items = sqliteTable("items", { id: integer().primaryKey() });
export const items2 = sqliteTable("items2", { id: integer().primaryKey() });

/** There a view over a table of a schema that is not exposed. */
export const articleStars = sqliteTable(
  "articleStars",
  {
    articleId: integer()
      .notNull()
      .references(() => articles.id),
    userId: integer()
      .notNull()
      .references(() => users.id),
    createdAt: timestamp().notNull().default(now),
  },
  (table) => [primaryKey({ columns: [table.articleId, table.userId] })],
);

/** The anonymous may not read all of its columns. */
export const limitedArticleStars = sqliteTable(
  "limited_article_stars",
  {
    article_id: integer().notNull(),
    user_id: integer().notNull(),
    created_at: timestamp().notNull().default(now),
  },
  (table) => [primaryKey({ columns: [table.article_id, table.user_id] })],
);

export const appUsers = sqliteTable("app_users", {
  id: integer().primaryKey(),
  email: text().notNull().unique(),
  password: text().notNull(),
});

export const insertonly = sqliteTable("insertonly", { v: text().primaryKey() });

export const authorsOnly = sqliteTable("authors_only", { owner: text().notNull(), secret: text().primaryKey() });

export const students = sqliteTable("students", { id: integer(), code: text(), name: text() }, (table) => [
  primaryKey({ columns: [table.id, table.code] }),
]);

export const studentsInfo = sqliteTable("students_info", { id: integer(), code: text(), address: text() }, (table) => [
  primaryKey({ columns: [table.id, table.code] }),
  foreignKey({ columns: [table.id, table.code], foreignColumns: [students.id, students.code] }).onDelete("cascade"),
]);

export const menagerie = sqliteTable("menagerie", {
  integer: integer().primaryKey(),
  double: real().notNull(),
  varchar: text().notNull(),
  boolean: integer({ mode: "boolean" }).notNull(),
  date: date().notNull(),
  money: text().notNull(),
  enum: text({ enum: ["foo", "bar"] }).notNull(),
});

export const simplePk2 = sqliteTable("simple_pk2", { k: text().primaryKey(), extra: text().notNull() });

export const compoundPk = sqliteTable(
  "compound_pk",
  { k1: integer().notNull(), k2: text().notNull(), extra: integer() },
  (table) => [primaryKey({ columns: [table.k1, table.k2] })],
);

/** There without a key. */
export const noPk = sqliteTable("no_pk", { n: integer().primaryKey(), a: text(), b: text() });

export const emptyTable = sqliteTable("empty_table", { k: text().primaryKey(), extra: text().notNull() });

export const autoIncrementingPk = sqliteTable("auto_incrementing_pk", {
  id: integer().primaryKey(),
  nullable_string: text(),
  non_nullable_string: text().notNull(),
  inserted_at: timestamp().default(now),
});

export const withUnique = sqliteTable("withUnique", {
  id: integer().primaryKey(),
  uni: text().unique(),
  extra: text(),
});

export const tblWithJson = sqliteTable("tbl_w_json", { id: integer().primaryKey(), data: json() });

export const complexItems = sqliteTable("complex_items", {
  id: bigint().primaryKey(),
  name: text(),
  settings: json(),
  arr_data: list<number>("arr_data", "integer"),
  "field-with_sep": integer("field-with_sep").notNull().default(1),
});

export const channels = sqliteTable("channels", {
  id: integer().primaryKey(),
  data: json().default({ foo: "bar" }),
  slug: text(),
});

export const foo = sqliteTable("foo", {
  id: integer().primaryKey(),
  a: text(),
  b: text().generatedAlwaysAs(sql`case when a = 'telegram' then 'im' else 'bad idea' end`, { mode: "stored" }),
});

export const tiobePls = sqliteTable("tiobe_pls", { name: text().primaryKey(), rank: integer() });

export const employees = sqliteTable(
  "employees",
  { first_name: text(), last_name: text(), salary: text(), company: text(), occupation: text() },
  (table) => [primaryKey({ columns: [table.first_name, table.last_name] })],
);

export const singleUnique = sqliteTable("single_unique", {
  id: integer().primaryKey(),
  unique_key: integer().notNull().unique(),
  value: text(),
});

export const compoundUnique = sqliteTable(
  "compound_unique",
  { id: integer().primaryKey(), key1: integer().notNull(), key2: integer().notNull(), value: text() },
  (table) => [unique().on(table.key1, table.key2)],
);

export const onlyPk = sqliteTable("only_pk", { id: integer().primaryKey() });

export const surrogate = sqliteTable("surr_serial_upsert", { id: integer().primaryKey(), name: text(), extra: text() });

export const unitTest = sqliteTable("UnitTest", { idUnitTest: integer().primaryKey(), nameUnitTest: text() });

export const limitedUpdate = sqliteTable("limited_update_items", { id: integer().primaryKey(), name: text() });

export const noise = sqliteTable("factories", { id: integer().primaryKey(), name: text() });
