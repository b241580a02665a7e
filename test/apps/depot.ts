import { sql } from "drizzle-orm";
import {
  type AnySQLiteColumn,
  blob,
  check,
  foreignKey,
  integer,
  numeric,
  primaryKey,
  real,
  sqliteTable,
  text,
  unique,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";
import { type App, defineApp } from "../../src/define.ts";
import { and, caller, eq, neq } from "../../src/rules/condition.ts";
import { allow, rulesFor } from "../../src/rules/grant.ts";
import { collection } from "../../src/schema/collection.ts";
import { bigint, date, json, list, now, randomUuid, time, timestamp, uuid } from "../../src/schema/columns.ts";

// Stores and what lies in them: what a write can meet. Defaults of every form, keys of one and two columns, unique sets
// of all kinds, checks, foreign keys with each action, tables that some may not read.

export const makers = sqliteTable(
  "makers",
  {
    id: integer().primaryKey(),
    name: text().notNull().unique(),
    country: text().default("FR"),
    rating: integer(),
  },
  () => [check("makers_rating_range", sql`rating between 1 and 5`)],
);

export const goods = sqliteTable(
  "goods",
  {
    sku: text().primaryKey(),
    title: text({ length: 12 }).notNull(),
    price: numeric(),
    stock: integer().notNull().default(0),
    kind: text({ enum: ["part", "tool"] }).default("part"),
    active: integer({ mode: "boolean" }).notNull().default(true),
    tags: list("tags").default(sql`'[]'`),
    attrs: json(),
    maker: integer("maker_id").references(() => makers.id),
    replaces: text().references((): AnySQLiteColumn => goods.sku, { onDelete: "set null" }),
    doubled: integer().generatedAlwaysAs(sql`stock * 2`, { mode: "virtual" }),
    code: text().$defaultFn(() => "made"),
  },
  () => [check("goods_stock_positive", sql`stock >= 0`), check("goods_price_positive", sql`price > 0`)],
);

export const depots = sqliteTable("depots", {
  id: integer().primaryKey(),
  name: text().notNull(),
  city: text().notNull().default("Lyon"),
  opened: date().default("2026-01-01"),
  token: uuid().default(randomUuid),
  changedAt: timestamp("changed_at").default(now),
});

/** A key of two columns, a unique set of two others. */
export const aisles = sqliteTable(
  "aisles",
  {
    depot: integer("depot_id")
      .notNull()
      .references(() => depots.id, { onDelete: "cascade" }),
    number: integer().notNull(),
    label: text().notNull().default("none"),
    height: real(),
  },
  (table) => [
    primaryKey({ columns: [table.depot, table.number] }),
    unique("aisles_depot_label").on(table.depot, table.label),
  ],
);

/** Points at both: at an aisle by its two columns, and at goods twice. */
export const placements = sqliteTable(
  "placements",
  {
    id: integer().primaryKey(),
    depot: integer("depot_id"),
    aisle: integer("aisle_number"),
    sku: text().references(() => goods.sku, { onDelete: "cascade" }),
    spare: text("spare_sku").references(() => goods.sku),
    amount: integer().notNull().default(1),
  },
  (table) => [
    foreignKey({
      name: "placements_aisle_fkey",
      columns: [table.depot, table.aisle],
      foreignColumns: [aisles.depot, aisles.number],
    }),
  ],
);

/** Related to goods many to many. */
export const labels = sqliteTable("labels", { id: integer().primaryKey(), word: text().notNull() });

export const goodsLabels = sqliteTable(
  "goods_labels",
  {
    sku: text()
      .notNull()
      .references(() => goods.sku, { onDelete: "cascade" }),
    label: integer("label_id")
      .notNull()
      .references(() => labels.id),
  },
  (table) => [primaryKey({ columns: [table.sku, table.label] })],
);

/** A unique set beside the key, one with a condition, and one over an expression. */
export const shifts = sqliteTable(
  "shifts",
  {
    id: integer().primaryKey(),
    room: text().notNull(),
    hour: integer(),
    person: text(),
    badge: text().unique("shifts_badge"),
  },
  (table) => [
    uniqueIndex("shifts_room_hour").on(table.room, table.hour),
    uniqueIndex("shifts_person_open").on(table.person).where(sql`hour is null`),
    uniqueIndex("shifts_badge_low").on(sql`lower(badge)`),
  ],
);

export const keysOnly = sqliteTable("keys_only", { id: integer().primaryKey() });

/** Every kind of value. */
export const samples = sqliteTable("samples", {
  id: integer().primaryKey(),
  short: text({ length: 5 }),
  whole: integer(),
  huge: bigint(),
  ratio: real(),
  amount: numeric(),
  flag: integer({ mode: "boolean" }),
  moment: timestamp(),
  day: date(),
  hour: time(),
  ref: uuid(),
  mood: text({ enum: ["calm", "storm"] }),
  data: json(),
  words: list("words"),
  numbers: list<number>("numbers", "integer"),
  raw: blob(),
});

/** Names that need quoting everywhere. */
export const odd = sqliteTable(
  "größe & maß",
  {
    id: text("a b").primaryKey(),
    width: integer("maß in cm").notNull().default(7),
    japanese: text("日本"),
    order: text(),
  },
  (table) => [unique("日本 einmal").on(table.japanese)],
);

/** Everybody's own. */
export const notes = sqliteTable("notes", {
  id: integer().primaryKey(),
  owner: uuid().notNull(),
  body: text().notNull().unique(),
  done: integer({ mode: "boolean" }).notNull().default(false),
});

/** Written by everybody, read by nobody. */
export const box = sqliteTable("box", { id: integer().primaryKey(), words: text().notNull() });

/** Some columns for some. */
export const staff = sqliteTable(
  "staff",
  {
    id: integer().primaryKey(),
    name: text().notNull(),
    wage: integer().notNull().default(100),
    pin: text().default("0000"),
  },
  (table) => [check("staff_wage_fair", sql`wage >= 50`), unique("staff_name_pin").on(table.name, table.pin)],
);

export const vault = sqliteTable("vault", { id: integer().primaryKey(), gold: integer() });

const everything = {
  select: [allow("anon")],
  insert: [allow("anon")],
  update: [allow("anon")],
  delete: [allow("anon")],
};
const own = eq(notes.owner, caller.id);

export const depot: App = defineApp({
  name: "depot",
  collections: [
    collection(makers),
    collection(goods),
    collection(depots),
    collection(aisles),
    collection(placements),
    collection(labels),
    collection(goodsLabels),
    collection(shifts),
    collection(keysOnly),
    collection(samples, { columns: { raw: { kind: "bytes" } } }),
    collection(odd),
    collection(notes),
    collection(box),
    collection(staff, { columns: { pin: { hidden: true } } }),
    collection(vault),
  ],
  roles: { boss: "authenticated" },
  rules: [
    rulesFor(makers, everything),
    rulesFor(goods, everything),
    rulesFor(depots, everything),
    rulesFor(aisles, everything),
    rulesFor(placements, everything),
    rulesFor(labels, everything),
    rulesFor(goodsLabels, everything),
    rulesFor(shifts, everything),
    rulesFor(keysOnly, everything),
    rulesFor(samples, everything),
    rulesFor(odd, everything),
    rulesFor(notes, {
      defaults: { owner: caller.id },
      select: [allow("authenticated").when(own)],
      insert: [allow("authenticated").check(own)],
      update: [
        allow("authenticated")
          .when(own)
          .check(and(own, neq(notes.body, "forbidden"))),
      ],
      delete: [allow("authenticated").when(and(own, eq(notes.done, true)))],
    }),
    rulesFor(box, { insert: [allow("anon")], update: [allow("anon")] }),
    rulesFor(staff, {
      select: [allow("anon").only(staff.id, staff.name), allow("boss")],
      insert: [allow("authenticated")],
      update: [allow("authenticated").only(staff.name), allow("boss")],
      delete: [allow("boss")],
    }),
  ],
});
