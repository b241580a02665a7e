import { sql } from "drizzle-orm";
import { alias, getViewConfig, integer, type SQLiteView, sqliteTable, sqliteView, text } from "drizzle-orm/sqlite-core";
import { describe, expect, it } from "vitest";
import { mails, published, views } from "../../test/apps/views.ts";
import { allow, rulesFor } from "../rules/grant.ts";
import { compilePolicy } from "../rules/policy.ts";
import { collection } from "./collection.ts";
import { compileModel } from "./compile.ts";
import { DefinitionError } from "./definition-error.ts";
import type { Collection } from "./model.ts";

const model = compileModel(views.collections);

function named(name: string): Collection {
  const found = model.collections.get(name);
  if (found === undefined) throw new TypeError(name);
  return found;
}

/** `title text`, with a `?` where it may be NULL. */
function columnsOf(name: string): readonly string[] {
  return [...named(name).columns.values()].map(
    ({ name: column, type, notNull }) => `${column} ${type.kind.name}${notNull ? "" : "?"}`,
  );
}

function relationsOf(name: string): readonly string[] {
  return named(name).relations.map(
    ({ cardinality, target, constraints }) => `${cardinality} ${target} ${constraints.join()}`,
  );
}

describe("a view's columns", () => {
  it("have the kinds of the columns that they are, and say no more of NULL than is known", () => {
    expect(columnsOf("published")).toEqual([
      "id integer",
      "author_id uuid?",
      "title text",
      "extra json?",
      "at timestamp",
      "loud text?",
    ]);
    expect(columnsOf("shelf")).toEqual(["id integer", "title text", "reader text?", "loan_id integer?"]);
    expect(columnsOf("writers")).toEqual(["id uuid", "name text", "books integer", "first_book integer?"]);
    expect(columnsOf("busy writers")).toEqual(["id uuid", "name text"]);
  });

  it("stay hidden where the table's column is, unless they say otherwise", () => {
    expect(named("mails").columns.get("mail")?.hidden).toBe(true);
    const shown = compileModel([
      ...views.collections.filter((each) => each.kind === "table"),
      collection(mails, { columns: { mail: { hidden: false } } }),
    ]);
    expect(shown.collections.get("mails")?.columns.get("mail")?.hidden).toBe(false);
  });

  const base = sqliteTable("base", { id: integer().primaryKey(), note: text().notNull() });
  const other = alias(base, "other");
  const counted = { note: base.note, n: sql`count(*)`.as("n") };
  const make = (query: Parameters<ReturnType<typeof sqliteView<"v">>["as"]>[0]): SQLiteView =>
    sqliteView("v").as(query);

  it.each([
    ["an aggregate without groups", make((query) => query.select(counted).from(base)), false],
    [
      "a subquery that counts",
      make((query) => query.select({ note: base.note, n: sql`(select count(*) from base)`.as("n") }).from(base)),
      true,
    ],
    ["an aggregate with groups", make((query) => query.select(counted).from(base).groupBy(base.note)), true],
    [
      "a table joined to itself",
      make((query) => query.select({ note: other.note }).from(base).leftJoin(other, sql`1`)),
      false,
    ],
    ["a right join", make((query) => query.select({ note: base.note }).from(base).rightJoin(other, sql`1`)), false],
    [
      "a filter",
      make((query) => query.select({ note: base.note }).from(base).where(sql`'x left join (' <> note`)),
      true,
    ],
    [
      "a subquery in FROM",
      make((query) => {
        const inner = query.select({ note: base.note }).from(base).as("inner");
        return query.select({ note: inner.note }).from(inner);
      }),
      false,
    ],
  ])("know NULL through %s", (_, view, notNull) => {
    const options = { columns: getViewConfig(view).selectedFields.n === undefined ? {} : { n: { kind: "integer" } } };
    const { collections } = compileModel([collection(base), collection(view, options as object)]);
    expect(collections.get("v")?.columns.get("note")?.notNull).toBe(notNull);
  });
});

describe("a view's keys", () => {
  it("are those of the one table that it selects from, or the declared ones", () => {
    expect(named("published").primaryKey).toEqual(["id"]);
    expect(named("published").uniques).toEqual([{ name: "published_pkey", columns: ["id"], partial: false }]);
    expect(named("book_stats").primaryKey).toEqual(["book_id"]);
    expect(named("writers").primaryKey).toEqual(["id"]);
    // One book may stand there several times.
    expect(named("shelf").primaryKey).toEqual([]);
  });
});

describe("a view's relations", () => {
  it("are those of the tables' columns that it shows, under the tables' names for them", () => {
    expect(relationsOf("published")).toEqual([
      "one-to-many book_genres book_genres_book_id_fkey",
      "one-to-many loans loans_book_id_fkey",
      "many-to-one authors books_author_id_fkey",
      "many-to-one writers books_author_id_fkey",
      "many-to-one busy writers books_author_id_fkey",
      "many-to-one mails books_author_id_fkey",
      "one-to-one book_stats book_stats_book_id_fkey",
      "one-to-many writers writers_first_book_fkey",
      "many-to-many genres book_genres_book_id_fkey,book_genres_genre_id_fkey",
    ]);
  });

  it("lead back too, to the view and not only to its table", () => {
    expect(relationsOf("loans")).toEqual([
      "many-to-one books loans_book_id_fkey",
      "many-to-one published loans_book_id_fkey",
      "many-to-one book_stats loans_book_id_fkey",
      "many-to-one shelf loans_book_id_fkey",
    ]);
  });
});

describe("a view that cannot work is refused, with the place and the mend:", () => {
  const base = sqliteTable("base", { id: integer().primaryKey(), note: text() });
  const plain = sqliteView("v").as((query) => query.select({ id: base.id, note: base.note }).from(base));
  const twice = sqliteView("v").as((query) => query.select({ id: base.id, again: base.id }).from(base));
  const computed = sqliteView("v").as((query) => query.select({ n: sql<number>`1`.as("n") }).from(base));
  const nameless = sqliteView("v").as((query) => query.select({ n: sql<number>`1` }).from(base));
  const nested = sqliteView("v").as((query) => query.select({ in: { id: base.id } }).from(base));

  it.each([
    ["two columns of one name", collection(twice), 'view v: two columns are named "id". Name one: sql`'],
    ["a computed column", collection(computed), "view v, column n: it is computed, so its kind is not known. Say what"],
    ["no name", collection(nameless), 'view v, column n: it has no name. Name it: sql`…`.as("n").'],
    ["a group of columns", collection(nested), "view v, column in: it is no column. Select columns side by side"],
    ["no query", collection(sqliteView("v", { id: integer() }).existing()), "view v: it is existing(), so nothing can"],
    [
      "no such column",
      collection(plain, { primaryKey: ["x"] as never }),
      'view v: it has no column "x". Use one of: id',
    ],
    [
      "a loose reference",
      collection(plain, { references: { id: base.note } }),
      "points at base(note), which is not unique",
    ],
    [
      "a reference of another length",
      collection(plain, { references: [{ columns: ["id", "note"], target: [base.id] }] }),
      "view v, references: (id, note) and its target differ in length.",
    ],
    ["a name twice", collection(sqliteView("BASE").as((query) => query.select({ id: base.id }).from(base))), "twice"],
  ])("%s", (_, definition, message) => {
    const compile = (): unknown => compileModel([collection(base), definition]);
    expect(compile).toThrow(DefinitionError);
    expect(compile).toThrow(message);
  });

  it("rules that would write", () => {
    const rules = { ...rulesFor(published, {}), insert: [allow("anon").grant] };
    expect(() => compilePolicy(model, [rules], {})).toThrow("rules of published, insert: a view is read-only.");
  });
});
