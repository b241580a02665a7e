import { sql } from "drizzle-orm";
import {
  type AnySQLiteColumn,
  blob,
  foreignKey,
  integer,
  primaryKey,
  real,
  sqliteTable,
  text,
  unique,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";
import { describe, expect, it } from "vitest";
import { type CollectionDefinition, collection } from "./collection.ts";
import { bigint, json, list, timestamp, uuid } from "./columns.ts";
import { compileModel } from "./compile.ts";
import { DefinitionError } from "./definition-error.ts";
import type { Collection, Column } from "./model.ts";

function compiled(definition: CollectionDefinition, ...others: readonly CollectionDefinition[]): Collection {
  const [first] = compileModel([definition, ...others]).collections.values();
  if (first === undefined) throw new TypeError("no collection");
  return first;
}

function columnsOf(found: Collection): readonly Column[] {
  return [...found.columns.values()];
}

const owners = sqliteTable("owners", { id: integer().primaryKey(), code: text(), city: text() });

describe("a column", () => {
  it("is of the kind that Drizzle or the options say", () => {
    const every = sqliteTable("every", {
      id: integer().primaryKey(),
      plain: text(),
      short: text({ length: 5 }),
      mood: text({ enum: ["calm", "storm"] }),
      flag: integer({ mode: "boolean" }),
      seconds: integer({ mode: "timestamp" }),
      millis: integer({ mode: "timestamp_ms" }),
      ratio: real(),
      data: text({ mode: "json" }),
      raw: blob({ mode: "buffer" }),
      key: uuid(),
      huge: bigint(),
      extra: json(),
      words: list(),
      counts: list("counts", "integer"),
      code: text(),
      tags: text(),
    });
    const options = { columns: { code: { kind: "uuid" }, tags: { kind: "list", element: "boolean" } } } as const;
    const found = columnsOf(compiled(collection(every, options))).map(({ name, type }) => {
      const { kind, values, maxLength, element } = type;
      return [name, kind.name, values ?? maxLength ?? element?.kind.name ?? null];
    });
    expect(found).toEqual([
      ["id", "integer", null],
      ["plain", "text", null],
      ["short", "text", 5],
      ["mood", "enum", ["calm", "storm"]],
      ["flag", "boolean", null],
      ["seconds", "epoch-seconds", null],
      ["millis", "epoch-millis", null],
      ["ratio", "real", null],
      ["data", "json", null],
      ["raw", "bytes", null],
      ["key", "uuid", null],
      ["huge", "bigint", null],
      ["extra", "json", null],
      ["words", "list", "text"],
      ["counts", "list", "integer"],
      ["code", "uuid", null],
      ["tags", "list", "boolean"],
    ]);
  });

  it("says what fills it in, and whether it can be written or seen", () => {
    const made = sqliteTable("made", {
      id: integer().primaryKey(),
      given: text().notNull(),
      fixed: text().notNull().default("x"),
      atOnce: text("at_once").$defaultFn(() => "made"),
      changed: timestamp().$onUpdateFn(() => "2026-01-01"),
      both: text().generatedAlwaysAs(sql`given || fixed`),
      secret: text(),
    });
    const found = columnsOf(compiled(collection(made, { columns: { secret: { hidden: true, description: "s" } } })));
    const flags = found.map((column) =>
      [
        column.name,
        column.notNull && "not null",
        column.hasDefault && "default",
        column.makeDefault !== null && "made",
        column.makeUpdate !== null && "updated",
        column.generated && "generated",
        column.hidden && "hidden",
        column.description,
      ]
        .filter((flag) => typeof flag === "string")
        .join(", "),
    );
    expect(flags).toEqual([
      "id, not null, default",
      "given, not null",
      "fixed, not null, default",
      "at_once, made",
      "changed, updated",
      "both, generated",
      "secret, hidden, s",
    ]);
    expect(found[3]?.property).toBe("atOnce");
  });

  it("numbers itself as the only integer key, and not as part of one or as text", () => {
    const pair = sqliteTable("pair", { a: integer(), b: integer() }, (table) => [
      primaryKey({ columns: [table.a, table.b] }),
    ]);
    const word = sqliteTable("word", { id: text().primaryKey() });
    expect(columnsOf(compiled(collection(pair))).map((column) => column.hasDefault)).toEqual([false, false]);
    expect(columnsOf(compiled(collection(word))).map((column) => column.hasDefault)).toEqual([false]);
  });
});

describe("unique sets", () => {
  it("are the primary key, columns, constraints and plain indexes, under the names that PostgreSQL would give", () => {
    const table = sqliteTable(
      "things",
      {
        id: integer().primaryKey(),
        slug: text().unique(),
        code: text().unique("my_code"),
        a: text(),
        b: text(),
      },
      (own) => [
        unique().on(own.a, own.b),
        unique("named").on(own.b, own.slug),
        uniqueIndex("plain_index").on(own.b),
        uniqueIndex("partial_index").on(own.a).where(sql`b is null`),
        uniqueIndex("expression_index").on(sql`lower(a)`),
      ],
    );
    expect(compiled(collection(table)).uniques).toEqual([
      { name: "things_pkey", columns: ["id"], partial: false },
      { name: "things_slug_key", columns: ["slug"], partial: false },
      { name: "my_code", columns: ["code"], partial: false },
      { name: "things_a_b_key", columns: ["a", "b"], partial: false },
      { name: "named", columns: ["b", "slug"], partial: false },
      { name: "plain_index", columns: ["b"], partial: false },
      { name: "partial_index", columns: ["a"], partial: true },
    ]);
  });

  it("keep the order of a composite key", () => {
    const table = sqliteTable("pair", { a: integer(), b: integer() }, (own) => [
      primaryKey({ columns: [own.b, own.a] }),
    ]);
    expect(compiled(collection(table)).primaryKey).toEqual(["b", "a"]);
  });
});

describe("foreign keys", () => {
  it("have PostgreSQL's name, and Drizzle's as another", () => {
    const pets = sqliteTable("pets", { id: integer().primaryKey(), owner: integer().references(() => owners.id) });
    expect(compiled(collection(pets), collection(owners)).foreignKeys).toEqual([
      {
        name: "pets_owner_fkey",
        aliases: ["pets_owner_owners_id_fk"],
        columns: ["owner"],
        target: "owners",
        targetColumns: ["id"],
        holdsTarget: true,
        deletesAlong: false,
      },
    ]);
  });

  it("have the name that they are given, and are counted where two share their columns", () => {
    const others = sqliteTable("others", { id: integer().primaryKey() });
    const pets = sqliteTable("pets", { id: integer().primaryKey(), owner: integer(), carer: integer() }, (own) => [
      foreignKey({ columns: [own.carer], foreignColumns: [owners.id], name: "care" }).onDelete("set null"),
      foreignKey({ columns: [own.owner], foreignColumns: [owners.id] }).onDelete("cascade"),
      foreignKey({ columns: [own.owner], foreignColumns: [others.id] }).onDelete("restrict"),
    ]);
    const { foreignKeys } = compiled(collection(pets), collection(owners), collection(others));
    expect(foreignKeys.map(({ name, holdsTarget }) => [name, holdsTarget])).toEqual([
      ["care", false],
      ["pets_owner_fkey", false],
      ["pets_owner_fkey1", true],
    ]);
    expect(foreignKeys[0]?.aliases).toContain("pets_carer_fkey");
  });

  it("to a table that is no collection lead nowhere", () => {
    const pets = sqliteTable("pets", { id: integer().primaryKey(), owner: integer().references(() => owners.id) });
    const found = compiled(collection(pets));
    expect([found.foreignKeys, found.relations]).toEqual([[], []]);
  });

  it("may point at any unique set, in any order, itself included", () => {
    const places = sqliteTable("places", { id: integer().primaryKey(), a: text(), b: text() }, (own) => [
      unique().on(own.a, own.b),
    ]);
    const visits = sqliteTable("visits", { id: integer().primaryKey(), x: text(), y: text() }, (own) => [
      foreignKey({ columns: [own.x, own.y], foreignColumns: [places.b, places.a] }),
    ]);
    const tree = sqliteTable("tree", {
      id: integer().primaryKey(),
      up: integer().references((): AnySQLiteColumn => tree.id),
    });
    expect(compiled(collection(visits), collection(places)).relations[0]?.pairs).toEqual([
      { from: "x", to: "b" },
      { from: "y", to: "a" },
    ]);
    expect(compiled(collection(tree)).relations).toHaveLength(2);
  });
});

const plain = sqliteTable("plain", { id: integer().primaryKey(), name: text("display_name") });

describe("a definition that cannot work is refused, with the place and the mend:", () => {
  const reserved = ["_x", "auth_users", "AUTH_X", "sqlite_x", "d1_x", "excluded", "json_each", "Json_Tree"];
  it.each(reserved)("the name %s", (name) => {
    const table = sqliteTable(name, { id: integer().primaryKey() });
    expect(() => compileModel([collection(table)])).toThrow(
      `table ${name}: its name is reserved. Call it something else`,
    );
  });

  it.each(["excluded_rows", "json_eaches", "author", "d1", "sqlite"])("but not %s", (name) => {
    const table = sqliteTable(name, { id: integer().primaryKey() });
    expect(compileModel([collection(table)]).collections.has(name)).toBe(true);
  });

  const missing = { columns: { display_name: { hidden: true } } } as object;
  const unknownKind = { columns: { name: { kind: "money" } } } as object;
  const away = sqliteTable("away", { id: integer().primaryKey(), code: text().references(() => owners.code) });
  const half = sqliteTable("half", { id: integer().primaryKey(), a: text(), b: text() }, (own) => [
    foreignKey({ columns: [own.a, own.b], foreignColumns: [owners.code, owners.city] }),
  ]);
  const partly = sqliteTable("partly", { id: integer().primaryKey(), a: text() }, (own) => [
    uniqueIndex("partly_a").on(own.a).where(sql`id > 1`),
  ]);
  const toPartly = sqliteTable("to_partly", { id: integer().primaryKey(), a: text().references(() => partly.a) });

  it.each<readonly [string, () => readonly CollectionDefinition[], string]>([
    [
      "a collection twice",
      () => [collection(plain), collection(plain)],
      "table plain: it is declared as a collection twice. Keep one collection().",
    ],
    [
      "no primary key",
      () => [collection(sqliteTable("loose", { a: text() }))],
      "table loose: it has no primary key. Mark a column with .primaryKey().",
    ],
    [
      "two columns of one name",
      () => [collection(sqliteTable("twins", { id: integer().primaryKey(), a: text("x"), b: text("x") }))],
      'table twins: two columns are named "x". Rename one.',
    ],
    [
      "options for a column by its SQL name",
      () => [collection(plain, missing)],
      'table plain: it has no column "display_name". Use one of: id, name.',
    ],
    [
      "a kind that there is not",
      () => [collection(plain, unknownKind)],
      'table plain, column display_name: "money" is not a kind of column. Use one of: uuid, text, ',
    ],
    [
      "a foreign key to what is not unique",
      () => [collection(away), collection(owners)],
      "table away, column code: its foreign key points at owners(code), which is not unique. Make owners.code the primary key or .unique().",
    ],
    [
      "a foreign key to two columns that are not unique",
      () => [collection(half), collection(owners)],
      "table half, column a, b: its foreign key points at owners(code, city), which is not unique.",
    ],
    [
      "a foreign key to a partial index",
      () => [collection(toPartly), collection(partly)],
      "its foreign key points at partly(a), which is not unique",
    ],
    [
      "a column of Drizzle's that is not served",
      () => [
        collection(sqliteTable("odd", { id: integer().primaryKey(), someData: blob("some_data", { mode: "json" }) })),
      ],
      "table odd, column some_data: Drizzle's SQLiteBlobJson is not served. Say what it holds: collection(table, { columns: { someData:",
    ],
    [
      "a bigint in a blob",
      () => [collection(sqliteTable("odd", { id: integer().primaryKey(), n: blob({ mode: "bigint" }) }))],
      "Drizzle's SQLiteBigInt is not served. Declare it with bigint() of Perigee's columns",
    ],
    [
      "an enum without values",
      () => [collection(plain, { columns: { name: { kind: "enum" } } })],
      "table plain, column display_name: an enum without values. Declare it as text({ enum: [...] }).",
    ],
    [
      "a list of lists",
      () => [collection(sqliteTable("deep", { id: integer().primaryKey(), l: list("l", "list") }))],
      'table deep, column l: a list of lists. Use kind "json".',
    ],
    ...(["enum", "bytes", "epoch-seconds", "epoch-millis"] as const).map(
      (element) =>
        [
          `a list of kind ${element}`,
          () => [collection(plain, { columns: { name: { kind: "list", element } } })],
          `table plain, column display_name: a list of kind "${element}". Use elements of kind "text".`,
        ] as const,
    ),
    [
      "a list of what is no kind",
      () => [collection(plain, { columns: { name: { kind: "list", element: "money" } } } as object)],
      'a list of kind "money"',
    ],
    ["maxRows of none", () => [collection(plain, { maxRows: 0 })], "plain: maxRows is not a positive integer."],
    ["maxRows in parts", () => [collection(plain, { maxRows: 1.5 })], "plain: maxRows is not a positive integer."],
    [
      "no table at all",
      () => [collection({} as typeof plain)],
      "collection(): its argument is not a Drizzle SQLite table. Pass a sqliteTable(...) or a sqliteView(...).",
    ],
  ])("%s", (_, make, message) => {
    const compile = (): unknown => compileModel(make());
    expect(compile).toThrow(DefinitionError);
    expect(compile).toThrow(message);
  });
});
