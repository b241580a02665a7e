import { sql } from "drizzle-orm";
import {
  type AnySQLiteColumn,
  blob,
  check,
  foreignKey,
  index,
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
import {
  always,
  and,
  before,
  caller,
  claim,
  eq,
  exists,
  gt,
  gte,
  isIn,
  isNull,
  neq,
  not,
  now,
  or,
  outer,
} from "../../src/rules/condition.ts";
import { allow, rulesFor } from "../../src/rules/grant.ts";
import { collection } from "../../src/schema/collection.ts";
import { bigint, date, json, list, randomUuid, time, timestamp, uuid } from "../../src/schema/columns.ts";

// A definition that nobody would write, of all that somebody might.

/** Every kind of column there is, more than one `json_object` holds. */
export const kinds = sqliteTable(
  "kinds",
  {
    id: integer().primaryKey(),
    code: uuid().notNull().default(randomUuid),
    short: text({ length: 5 }),
    mood: text({ enum: ["calm", "storm"] }),
    whole: integer().default(7),
    huge: bigint(),
    ratio: real(),
    amount: numeric(),
    flag: integer({ mode: "boolean" }),
    moment: timestamp(),
    seconds: integer({ mode: "timestamp" }),
    millis: integer({ mode: "timestamp_ms" }),
    day: date(),
    hour: time(),
    data: json(),
    words: list("words"),
    numbers: list<number>("numbers", "integer"),
    raw: blob(),
    doubled: integer().generatedAlwaysAs(sql`whole * 2`, { mode: "virtual" }),
    shout: text().generatedAlwaysAs(sql`upper(short)`, { mode: "stored" }),
    made: text().$defaultFn(() => "by the application"),
    secret: text().default("hush"),
  },
  () => [check("kinds_whole_small", sql`whole < 1000`), uniqueIndex("kinds_shout_low").on(sql`lower(short)`)],
);

/** Reserved words everywhere, a key of two columns, a reference to itself by both. */
export const order = sqliteTable(
  "order",
  {
    group: text().notNull(),
    select: integer().notNull(),
    from: text().notNull().default("where"),
    limit: integer(),
    and: text(),
    parentGroup: text("parent group"),
    parentSelect: integer("parent select"),
  },
  (table) => [
    primaryKey({ columns: [table.group, table.select] }),
    foreignKey({ columns: [table.parentGroup, table.parentSelect], foreignColumns: [table.group, table.select] }),
    unique("order_from_limit").on(table.from, table.limit),
  ],
);

/** Names that need quotes in every language on the way. */
export const odd = sqliteTable('o"dd tâble, 1', {
  id: integer().primaryKey(),
  quoted: text('a"b'),
  dotted: text("c.d"),
  spaced: text("e f"),
  comma: text("g,h"),
  apostrophe: text("i'j"),
  dollar: text("$k"),
  dash: text("l-m"),
  group: text("order_group"),
  select: integer("order_select"),
});

/** Points at `order` by its two columns, and deletes along. */
export const lines = sqliteTable(
  "lines",
  {
    id: integer().primaryKey(),
    group: text().notNull(),
    select: integer().notNull(),
    text: text(),
    extra: json(),
  },
  (table) => [
    foreignKey({ columns: [table.group, table.select], foreignColumns: [order.group, order.select] }).onDelete(
      "cascade",
    ),
    index("lines_order").on(table.group, table.select),
  ],
);

export const teams = sqliteTable("teams", {
  id: integer().primaryKey(),
  name: text().notNull(),
  parent: integer().references((): AnySQLiteColumn => teams.id, { onDelete: "set null" }),
});

/** Two keys to one table. */
export const matches = sqliteTable("matches", {
  id: integer().primaryKey(),
  home: integer().references(() => teams.id),
  away: integer().references(() => teams.id),
  score: text(),
});

export const persons = sqliteTable("persons", {
  id: uuid().primaryKey(),
  name: text().notNull(),
  /** Everybody's own and the payroll's. */
  salary: integer(),
  /** Longer than a double. */
  account: bigint(),
  phone: text(),
  /** Nobody's. */
  password: text(),
});

/** Two junctions between the same tables. */
export const members = sqliteTable(
  "members",
  {
    team: integer().references(() => teams.id),
    person: uuid().references(() => persons.id),
    isPublic: integer("public", { mode: "boolean" }).notNull().default(true),
  },
  (table) => [primaryKey({ columns: [table.team, table.person] })],
);

export const captains = sqliteTable(
  "captains",
  {
    team: integer().references(() => teams.id),
    person: uuid().references(() => persons.id),
  },
  (table) => [primaryKey({ columns: [table.team, table.person] })],
);

/** One row for a person: a to-one from both sides. */
export const lockers = sqliteTable("lockers", {
  person: uuid()
    .primaryKey()
    .references(() => persons.id),
  number: integer().notNull().unique(),
});

/** Under rules of every form. */
export const tasks = sqliteTable("tasks", {
  id: integer().primaryKey({ autoIncrement: true }),
  org: text().notNull(),
  owner: uuid(),
  team: integer().references(() => teams.id),
  step: integer().notNull().default(0),
  due: timestamp(),
  title: text(),
});

/** Called like what the planner's own SQL calls the inner row of a containment. */
export const a = sqliteTable("a", { id: integer().primaryKey(), value: text(), words: list("words") });

/** Called like SQLite's own number of a row. */
export const rows = sqliteTable("rows", { id: text().primaryKey(), rowid: integer(), key: integer(), oid: text() });

/** Declared, and nobody may do anything with it. */
export const vault = sqliteTable("vault", { id: integer().primaryKey(), gold: integer() });

const everything = {
  select: [allow("anon")],
  insert: [allow("anon")],
  update: [allow("anon")],
  delete: [allow("anon")],
};
const sameOrg = eq(tasks.org, claim("app_metadata", "org"));
const onTeam = exists(members, and(eq(members.team, tasks.team), eq(members.person, caller.id)));

export const oddities: App = defineApp({
  name: "oddities",
  collections: [
    collection(kinds, { columns: { secret: { hidden: true }, raw: { kind: "bytes" } } }),
    collection(order),
    collection(odd),
    collection(lines),
    collection(teams),
    collection(matches),
    collection(persons, { columns: { password: { hidden: true } } }),
    collection(members),
    collection(captains),
    collection(lockers),
    collection(tasks, { maxRows: 3 }),
    collection(a),
    collection(rows),
    collection(vault),
  ],
  roles: { payroll: "authenticated", auditor: "authenticated" },
  rules: [
    rulesFor(kinds, everything),
    rulesFor(order, everything),
    rulesFor(odd, everything),
    rulesFor(lines, everything),
    rulesFor(teams, everything),
    rulesFor(matches, everything),
    rulesFor(a, everything),
    rulesFor(rows, everything),
    rulesFor(persons, {
      select: [
        allow("anon").only(persons.id, persons.name),
        allow("authenticated").when(eq(persons.id, caller.id)),
        allow("payroll").only(persons.id, persons.name, persons.salary),
      ],
      update: [
        allow("authenticated").when(eq(persons.id, caller.id)).only(persons.phone),
        allow("payroll").only(persons.salary),
      ],
    }),
    rulesFor(members, { select: [allow("anon").when(eq(members.isPublic, true)), allow("auditor")] }),
    rulesFor(captains, { select: [allow("anon")] }),
    rulesFor(lockers, { select: [allow("authenticated")] }),
    rulesFor(tasks, {
      defaults: { owner: caller.id, org: claim("app_metadata", "org"), due: now },
      select: [
        allow("authenticated").when(
          and(sameOrg, or(eq(tasks.owner, caller.id), onTeam, isIn(tasks.team, claim("teams")))),
        ),
        allow("auditor").when(not(isNull(tasks.due))),
      ],
      insert: [allow("authenticated").check(and(sameOrg, eq(tasks.owner, caller.id)))],
      update: [
        // A task goes on and never back, and stays in its organisation.
        allow("authenticated")
          .when(and(sameOrg, or(eq(tasks.owner, caller.id), onTeam)))
          .check(and(gte(tasks.step, before(tasks.step)), eq(tasks.org, before(tasks.org)))),
        allow("auditor").when(always).only(tasks.title),
      ],
      delete: [
        // The last one of its kind stays.
        allow("authenticated").when(
          and(
            eq(tasks.owner, caller.id),
            exists(tasks, and(eq(tasks.org, outer(tasks.org)), neq(tasks.id, outer(tasks.id)), gt(tasks.step, -1))),
          ),
        ),
      ],
    }),
  ],
});
