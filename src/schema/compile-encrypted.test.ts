import { integer, primaryKey, sqliteTable, sqliteView, text } from "drizzle-orm/sqlite-core";
import { describe, expect, it } from "vitest";
import { eq, isNull } from "../rules/condition.ts";
import { allow, rulesFor } from "../rules/grant.ts";
import { compilePolicy } from "../rules/policy.ts";
import { type CollectionDefinition, collection } from "./collection.ts";
import { json, randomUuid, uuid } from "./columns.ts";
import { compileModel } from "./compile.ts";
import { DefinitionError } from "./definition-error.ts";
import { encrypted } from "./encrypted.ts";

const people = sqliteTable("people", {
  id: uuid().primaryKey().default(randomUuid),
  phone: text(),
  phoneIndex: text("phone_index").unique(),
  notes: json(),
});
const shown = collection(people, {
  columns: { phone: encrypted({ equality: "phoneIndex" }), notes: { ...encrypted(), description: "Free text" } },
});

it("marks the column, hides its blind index, and makes the key here", () => {
  const columns = compileModel([shown]).collections.get("people")?.columns;
  expect(columns?.get("phone")?.encrypted).toEqual({ id: expect.stringMatching(/^[0-9a-f]+$/), index: "phone_index" });
  expect(columns?.get("notes")).toMatchObject({ encrypted: { index: null }, description: "Free text" });
  expect(columns?.get("phone_index")).toMatchObject({ hidden: true, generated: true, indexes: "phone" });
  expect(columns?.get("id")?.makeDefault?.()).toMatch(/^[0-9a-f-]{36}$/);
});

it("tells a unique blind index under the name of its column", () => {
  expect(
    compileModel([shown])
      .collections.get("people")
      ?.uniques.map(({ name }) => name),
  ).toEqual(["people_pkey", "people_phone_key"]);
});

it("lets a rule ask for NULL and for nothing else", () => {
  const model = compileModel([shown]);
  expect(() =>
    compilePolicy(model, [rulesFor(people, { select: [allow("anon").when(isNull(people.phone))] })], {}),
  ).not.toThrow();
  expect(() =>
    compilePolicy(model, [rulesFor(people, { select: [allow("anon").when(eq(people.phone, "1"))] })], {}),
  ).toThrow("encrypted column phone is compared. Ask isNull() or isNotNull()");
});

describe("refuses, with the place and the mend,", () => {
  const id = integer().primaryKey();
  const other = sqliteTable("other", { id: text().primaryKey() });
  const table = sqliteTable("t", {
    id,
    n: integer(),
    a: text(),
    b: text().default("x"),
    c: text().unique(),
    d: text().references(() => other.id),
    e: text().notNull(),
    g: text().generatedAlwaysAs("x"),
    j: json(),
  });
  const one = (options: object): readonly CollectionDefinition[] => [collection(table, options), collection(other)];
  const keyed = (column: unknown): readonly CollectionDefinition[] => [
    collection(sqliteTable("t", { id: column as typeof id, a: text() }), { columns: { a: encrypted() } }),
  ];
  const pairs = sqliteTable(
    "pairs",
    { one: text().references(() => other.id, { onUpdate: "cascade" }), two: text(), a: text() },
    (own) => [primaryKey({ columns: [own.one, own.two] })],
  );
  it.each<readonly [string, () => readonly CollectionDefinition[], string]>([
    ["numbers", () => one({ columns: { n: encrypted() } }), "table t, column n: it is encrypted and holds integer"],
    ["a default", () => one({ columns: { b: encrypted() } }), "has a default in the database. Use $defaultFn"],
    ["a unique column", () => one({ columns: { c: encrypted() } }), "it is encrypted and is unique"],
    ["a foreign key", () => one({ columns: { d: encrypted() } }), "it is encrypted and points at another table"],
    ["a generated column", () => one({ columns: { g: encrypted() } }), "it is encrypted and is generated"],
    ["a searched column", () => one({ columns: { a: encrypted() }, search: ["a"] }), "it is encrypted and is searched"],
    [
      "the key",
      () => [collection(sqliteTable("t", { id: text().primaryKey() }), { columns: { id: encrypted() } })],
      "is part of the key",
    ],
    [
      "cache",
      () => one({ columns: { a: encrypted() }, cache: { maxAgeSeconds: 1 } }),
      "it has encrypted columns and cache",
    ],
    [
      "an index that is not there",
      () => one({ columns: { a: encrypted({ equality: "z" }) } }),
      'the table has no column "z". Add z: text()',
    ],
    [
      "an index that must be given",
      () => one({ columns: { a: encrypted({ equality: "e" }) } }),
      '"e" cannot hold its blind index',
    ],
    ["itself as index", () => one({ columns: { a: encrypted({ equality: "a" }) } }), '"a" cannot hold its blind index'],
    ["an index of JSON", () => one({ columns: { j: encrypted({ equality: "a" }) } }), "a blind index of json"],
    ["a key that the database makes", () => keyed(text().primaryKey().default("x")), "a key that the database makes"],
    [
      "a key that follows another",
      () => [collection(pairs, { columns: { a: encrypted() } }), collection(other)],
      "on update cascade",
    ],
  ])("%s", (_, make, message) => {
    expect(() => compileModel(make())).toThrow(DefinitionError);
    expect(() => compileModel(make())).toThrow(message);
  });

  it("a view that would show ciphertext, unless it hides it", () => {
    const view = sqliteView("v").as((query) => query.select({ id: people.id, phone: people.phone }).from(people));
    expect(() => compileModel([shown, collection(view)])).toThrow("view v, column phone: it is encrypted");
    expect(() => compileModel([shown, collection(view, { columns: { phone: { hidden: true } } })])).not.toThrow();
  });
});
