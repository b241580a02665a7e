import {
  type AnySQLiteColumn,
  blob,
  foreignKey,
  integer,
  numeric,
  primaryKey,
  real,
  sqliteTable,
  text,
} from "drizzle-orm/sqlite-core";
import { type App, defineApp } from "../../src/define.ts";
import { allow, rulesFor } from "../../src/rules/grant.ts";
import { collection } from "../../src/schema/collection.ts";
import { bigint, date, json, list, time, timestamp, uuid } from "../../src/schema/columns.ts";
import { inspections, inspectors, machineCosts, machineKinds, machines, plants } from "./studio-plants.ts";
import { replies, reviewRules, reviews } from "./studio-reviews.ts";

// A film studio: every way in which tables can be related, and names that nobody would choose.

export const directors = sqliteTable("directors", {
  id: integer().primaryKey(),
  name: text().notNull(),
  born: date(),
  mentor: integer("mentor_id").references((): AnySQLiteColumn => directors.id),
});

export const companies = sqliteTable("companies", { id: integer().primaryKey(), name: text().notNull() });

/** Two foreign keys to companies, one to directors, one to itself. */
export const films = sqliteTable(
  "films",
  {
    id: integer().primaryKey(),
    title: text().notNull(),
    year: integer(),
    rating: real(),
    gross: numeric(),
    released: integer({ mode: "boolean" }),
    premiered: timestamp(),
    genres: list("genres"),
    scores: list<number>("scores", "integer"),
    info: json(),
    director: integer("director_id").references(() => directors.id),
    producer: integer("producer_id"),
    distributor: integer("distributor_id"),
    sequelOf: integer("sequel_of").references((): AnySQLiteColumn => films.id),
  },
  (table) => [
    foreignKey({ name: "produced_by", columns: [table.producer], foreignColumns: [companies.id] }),
    foreignKey({ name: "distributed_by", columns: [table.distributor], foreignColumns: [companies.id] }),
  ],
);

/** One to one. */
export const posters = sqliteTable("posters", {
  film: integer("film_id")
    .primaryKey()
    .references(() => films.id),
  url: text().notNull(),
});

export const actors = sqliteTable("actors", {
  id: integer().primaryKey(),
  name: text().notNull(),
  alive: integer({ mode: "boolean" }),
});

/** Many to many, with something to say of each pair. */
export const roles = sqliteTable(
  "roles",
  {
    film: integer("film_id")
      .notNull()
      .references(() => films.id),
    actor: integer("actor_id")
      .notNull()
      .references(() => actors.id),
    part: text(),
    pay: integer(),
  },
  (table) => [primaryKey({ columns: [table.film, table.actor] })],
);

export const awards = sqliteTable("awards", { id: integer().primaryKey(), name: text().notNull() });

/** Two ways from awards to films: by the junctions, and by the film that the award is of. */
export const nominations = sqliteTable(
  "nominations",
  {
    award: integer("award_id")
      .notNull()
      .references(() => awards.id),
    film: integer("film_id")
      .notNull()
      .references(() => films.id),
  },
  (table) => [primaryKey({ columns: [table.award, table.film] })],
);

export const wins = sqliteTable(
  "wins",
  {
    award: integer("award_id")
      .notNull()
      .references(() => awards.id),
    film: integer("film_id")
      .notNull()
      .references(() => films.id),
  },
  (table) => [primaryKey({ columns: [table.award, table.film] })],
);

/** A key of two columns, and what points at it. */
export const scenes = sqliteTable(
  "scenes",
  {
    film: integer("film_id")
      .notNull()
      .references(() => films.id),
    number: integer().notNull(),
    place: text(),
  },
  (table) => [primaryKey({ columns: [table.film, table.number] })],
);

export const shots = sqliteTable(
  "shots",
  {
    id: integer().primaryKey(),
    film: integer("film_id"),
    scene: integer("scene_number"),
    seconds: integer().notNull(),
  },
  (table) => [
    foreignKey({ name: "scene", columns: [table.film, table.scene], foreignColumns: [scenes.film, scenes.number] }),
  ],
);

/** They point at each other. */
export const crews = sqliteTable("crews", {
  id: integer().primaryKey(),
  name: text().notNull(),
  head: integer("head_id").references((): AnySQLiteColumn => hands.id),
});

export const hands = sqliteTable("hands", {
  id: integer().primaryKey(),
  name: text().notNull(),
  crew: integer("crew_id").references(() => crews.id),
});

/** Places in JSON. */
export const papers = sqliteTable("papers", { id: integer().primaryKey(), data: json() });

/** Texts that look like syntax. */
export const titles = sqliteTable("titles", { name: text().primaryKey() });

/** Names that need quotes. */
export const odd = sqliteTable("Bühne & Saal", {
  id: integer("Nr.").primaryKey(),
  spaced: text("Art der Bühne"),
  japanese: text("日本語"),
  arrow: text(":arr->ow::cast"),
  parens: text("(inside,parens)"),
  dotted: text("a.dotted.column"),
  blanks: text("  col  w  space  "),
  dashed: text("field-with-sep"),
  select: text(),
});

/** A column that is called like a word of the dialect, and one like a function. */
export const words = sqliteTable("words", {
  id: integer().primaryKey(),
  count: integer(),
  order: text(),
  limit: integer(),
  or: text(),
});

/** Every kind. */
export const samples = sqliteTable("samples", {
  id: integer().primaryKey(),
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
  words: list("words"),
  numbers: list<number>("numbers", "integer"),
  raw: blob(),
});

export const items = sqliteTable("items", { id: integer().primaryKey() });
export const nothing = sqliteTable("nothing", { id: integer().primaryKey(), name: text() });
/** Open to nobody. */
export const safe = sqliteTable("safe", { id: integer().primaryKey() });

const open = [
  directors,
  companies,
  films,
  posters,
  actors,
  roles,
  awards,
  nominations,
  wins,
  scenes,
  shots,
  crews,
  hands,
  papers,
  titles,
  odd,
  words,
  samples,
  items,
  nothing,
  plants,
  machineKinds,
  machines,
  machineCosts,
  inspectors,
  inspections,
];

export const studio: App = defineApp({
  name: "studio",
  collections: [
    ...open.map((table) =>
      table === samples ? collection(samples, { columns: { raw: { kind: "bytes" } } }) : collection(table),
    ),
    collection(safe),
    collection(reviews),
    collection(replies),
  ],
  rules: [...open.map((table) => rulesFor(table, { select: [allow("anon")] })), ...reviewRules],
});
