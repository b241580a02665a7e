import { sql } from "drizzle-orm";
import {
  type AnySQLiteColumn,
  integer,
  numeric,
  primaryKey,
  sqliteTable,
  sqliteView,
  text,
} from "drizzle-orm/sqlite-core";
import { type App, defineApp } from "../../../src/define.ts";
import { allow, rulesFor } from "../../../src/rules/grant.ts";
import { collection } from "../../../src/schema/collection.ts";
import { bigint, json, list } from "../../../src/schema/columns.ts";

// The tables that the client's own tests ask, as far as SQLite has their like: a range is a text here.

const users = sqliteTable("users", {
  username: text().primaryKey(),
  data: json(),
  status: text({ enum: ["ONLINE", "OFFLINE"] }).default("ONLINE"),
  catchphrase: text(),
});
const userProfiles = sqliteTable("user_profiles", {
  id: bigint().primaryKey(),
  username: text().references(() => users.username),
});
const bestFriends = sqliteTable("best_friends", {
  id: bigint().primaryKey(),
  first_user: text()
    .notNull()
    .references(() => users.username),
  second_user: text()
    .notNull()
    .references(() => users.username),
  third_wheel: text().references(() => users.username),
});
const channels = sqliteTable("channels", { id: bigint().primaryKey(), data: json(), slug: text() });
const channelDetails = sqliteTable("channel_details", {
  id: bigint()
    .primaryKey()
    .references(() => channels.id),
  details: text(),
});
const messages = sqliteTable("messages", {
  id: bigint().primaryKey(),
  data: json(),
  message: text(),
  username: text()
    .notNull()
    .references(() => users.username),
  channel_id: bigint()
    .notNull()
    .references(() => channels.id),
});
const collections = sqliteTable("collections", {
  id: bigint().primaryKey(),
  description: text(),
  parent_id: bigint().references((): AnySQLiteColumn => collections.id),
});
const products = sqliteTable("products", {
  id: bigint().primaryKey(),
  name: text().notNull(),
  description: text(),
  price: numeric({ mode: "number" }).notNull(),
});
const categories = sqliteTable("categories", {
  id: bigint().primaryKey(),
  name: text().notNull(),
  description: text(),
});
const productCategories = sqliteTable(
  "product_categories",
  {
    product_id: bigint().references(() => products.id),
    category_id: bigint().references(() => categories.id),
  },
  (table) => [primaryKey({ columns: [table.product_id, table.category_id] })],
);
const cornercase = sqliteTable("cornercase", {
  id: integer().primaryKey(),
  blank: text("column whitespace"),
  array_column: list("array_column"),
});
const hotel = sqliteTable("hotel", { id: bigint().primaryKey(), name: text() });
const booking = sqliteTable("booking", { id: bigint().primaryKey(), hotel_id: bigint().references(() => hotel.id) });
const updatableView = sqliteView("updatable_view").as((query) =>
  query
    .select({ username: users.username, non_updatable_column: sql<number>`1`.as("non_updatable_column") })
    .from(users),
);
const activeUsers = sqliteView("active_users").as((query) =>
  query
    .select({ username: users.username, data: users.data, status: users.status })
    .from(users)
    .where(sql`${users.status} = 'ONLINE'`),
);

const tables = [
  userProfiles,
  bestFriends,
  channels,
  channelDetails,
  messages,
  collections,
  products,
  categories,
  productCategories,
  cornercase,
  hotel,
  booking,
];

export const chat: App = defineApp({
  name: "chat",
  collections: [
    collection(users, { search: ["catchphrase"] }),
    ...tables.map((table) => collection(table)),
    collection(updatableView, { columns: { non_updatable_column: { kind: "integer" } } }),
    collection(activeUsers),
  ],
  rules: [
    ...[users, ...tables].map((table) => rulesFor(table, { select: [allow("anon")] })),
    ...[updatableView, activeUsers].map((view) => rulesFor(view, { select: [allow("anon")] })),
  ],
});
