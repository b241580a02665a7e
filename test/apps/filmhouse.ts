import { sql } from "drizzle-orm";
import {
  type AnySQLiteColumn,
  blob,
  integer,
  numeric,
  primaryKey,
  real,
  sqliteTable,
  sqliteView,
  text,
} from "drizzle-orm/sqlite-core";
import * as z from "zod";
import { type App, defineApp } from "../../src/define.ts";
import { body, defineFunction } from "../../src/functions/define.ts";
import { rowOf, rowsOf, setOf } from "../../src/functions/returns.ts";
import { always, caller, eq } from "../../src/rules/condition.ts";
import { allow, rulesFor } from "../../src/rules/grant.ts";
import { collection } from "../../src/schema/collection.ts";
import { bigint, date, json, list, now, randomUuid, time, timestamp, uuid } from "../../src/schema/columns.ts";

// A film house, for what its contract says: every kind of column, relation and function, under rules by column.

export const people = sqliteTable("people", {
  id: uuid().primaryKey().default(randomUuid),
  name: text({ length: 80 }).notNull(),
  /** The office's. */
  salary: integer(),
  /** Nobody's. */
  secret: text(),
});

export const films = sqliteTable("films", {
  id: integer().primaryKey(),
  title: text({ length: 200 }).notNull(),
  director: uuid("director_id")
    .notNull()
    .references(() => people.id),
  producer: uuid("producer_id").references(() => people.id),
  sequelOf: integer("sequel_of").references((): AnySQLiteColumn => films.id),
  stage: text({ enum: ["idea", "shooting", "released"] })
    .notNull()
    .default("idea"),
  budget: bigint(),
  rating: real(),
  gross: numeric(),
  isColour: integer("is_colour", { mode: "boolean" }).notNull().default(true),
  released: date(),
  starts: time(),
  shotAt: integer("shot_at", { mode: "timestamp" }),
  cutAt: integer("cut_at", { mode: "timestamp_ms" }),
  notes: json(),
  tags: list("tags").notNull().default(sql`'[]'`),
  takes: list<number>("takes", "integer"),
  poster: blob({ mode: "buffer" }),
  shout: text().generatedAlwaysAs(sql`upper(title)`, { mode: "virtual" }),
  slug: text()
    .notNull()
    .$defaultFn(() => "slug"),
  createdBy: uuid("created_by").notNull(),
  changedAt: timestamp("changed_at").notNull().default(now),
});

export const roles = sqliteTable(
  "roles",
  {
    film: integer("film_id")
      .notNull()
      .references(() => films.id),
    actor: uuid("actor_id")
      .notNull()
      .references(() => people.id),
    character: text("character name"),
  },
  (table) => [primaryKey({ columns: [table.film, table.actor] })],
);

/** One for a film. */
export const trailers = sqliteTable("trailers", {
  film: integer("film_id")
    .primaryKey()
    .references(() => films.id),
  url: text().notNull(),
});

/** Nobody may do anything with it. */
export const ledger = sqliteTable("ledger", { id: integer().primaryKey(), amount: integer().notNull() });

export const released = sqliteView("released_films").as((query) =>
  query
    .select({ id: films.id, title: films.title, director: films.director })
    .from(films)
    .where(sql`${films.stage} = 'released'`),
);

const anybody = { access: ["anon"], readOnly: true } as const;
const point = z.object({ x: z.number(), label: z.string().optional() });

export const filmhouse: App = defineApp({
  name: "Film house",
  collections: [
    collection(people, { description: "Who makes films", columns: { secret: { hidden: true } } }),
    collection(films, { columns: { budget: { description: "In cents" } } }),
    collection(roles),
    collection(trailers),
    collection(ledger),
    collection(released),
  ],
  roles: { office: "authenticated" },
  rules: [
    rulesFor(people, {
      select: [allow("anon").only(people.id, people.name), allow("office")],
      insert: [allow("office")],
      update: [allow("authenticated").when(eq(people.id, caller.id)).only(people.name)],
    }),
    rulesFor(films, {
      defaults: { createdBy: caller.id },
      select: [allow("anon").only(films.id, films.title, films.stage, films.director), allow("authenticated")],
      insert: [allow("authenticated").only(films.title, films.director, films.notes)],
      update: [allow("office").when(always)],
      delete: [allow("office")],
    }),
    rulesFor(roles, { select: [allow("anon")] }),
    rulesFor(trailers, { select: [allow("authenticated")], insert: [allow("anon")] }),
    rulesFor(released, { select: [allow("anon")] }),
  ],
  functions: [
    defineFunction({ ...anybody, name: "clock", returns: z.string().max(40), run: () => "noon" }),
    defineFunction({
      ...anybody,
      name: "films_by",
      description: "What somebody has directed",
      input: z.object({ director: z.uuid(), top: z.number().int().min(1).max(50).default(10) }),
      returns: rowsOf(films),
      run: () => [],
    }),
    defineFunction({ ...anybody, name: "latest", returns: rowOf(films), run: () => null }),
    defineFunction({ ...anybody, name: "points", returns: setOf(point), run: () => [{ x: 1 }] }),
    defineFunction({
      name: "rename",
      access: ["office"],
      input: z.object({ id: z.number().int(), to: z.string().nullable() }),
      run: () => undefined,
    }),
    defineFunction({ name: "import", access: ["office"], input: body(z.unknown()), returns: z.number(), run: () => 1 }),
    defineFunction({ name: "nobodys", returns: z.boolean(), run: () => true }),
  ],
});
