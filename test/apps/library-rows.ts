import * as z from "zod";
import { desc } from "../../src/functions/db.ts";
import { defineFunction, type FunctionDefinition } from "../../src/functions/define.ts";
import { fail } from "../../src/functions/fail.ts";
import { rowOf, rowsOf, setOf } from "../../src/functions/returns.ts";
import {
  always,
  and,
  type Condition,
  caller,
  claim,
  eq,
  exists,
  gte,
  isIn,
  isNull,
  lt,
  neq,
  not,
  now,
  or,
} from "../../src/rules/condition.ts";
import { authors, books, loans } from "./library-schema.ts";
import { anybody } from "./library-values.ts";

const conditions: Readonly<Record<string, Condition>> = {
  all: always,
  eq: eq(books.id, 2),
  flipped: lt(2, books.id),
  neq: neq(books.title, "Dune"),
  and: and(gte(books.id, 2), lt(books.id, 4)),
  or: or(eq(books.id, 1), eq(books.id, 3)),
  not: not(eq(books.id, 1)),
  in: isIn(books.id, [1, 3, 99]),
  none: isIn(books.id, []),
  null: isNull(books.authorId),
  claim: eq(books.title, claim("app_metadata", "title")),
  now: lt(books.addedAt, now),
  flag: eq(books.isRare, true),
  exists: exists(loans, eq(loans.bookId, books.id)),
  foreign: eq(authors.name, "x"),
  columns: eq(books.title, books.status),
};

export const rows: readonly FunctionDefinition[] = [
  // Rows.
  defineFunction({ ...anybody, name: "all_books", returns: rowsOf(books), run: (_, { db }) => db.read(books) }),
  defineFunction({
    ...anybody,
    name: "books_below",
    input: z.object({ id: z.number().int() }),
    returns: rowsOf(books),
    run: ({ id }, { db }) => db.read(books, { where: lt(books.id, id), order: [desc(books.id)] }),
  }),
  defineFunction({
    ...anybody,
    name: "one_book",
    input: z.object({ id: z.number().int() }),
    returns: rowOf(books),
    run: async ({ id }, { db }) => (await db.read(books, { where: eq(books.id, id) }))[0] ?? null,
  }),
  defineFunction({
    ...anybody,
    name: "every_book",
    runs: "service",
    returns: rowsOf(books),
    run: (_, { db }) => db.read(books, { order: [books.id] }),
  }),
  defineFunction({ ...anybody, name: "no_books", returns: rowsOf(books), run: () => [] }),
  defineFunction({
    ...anybody,
    name: "many_authors",
    input: z.object({ count: z.number().int().min(0).max(2_000) }),
    returns: rowsOf(authors),
    run: ({ count }) => Array.from({ length: count }, (_, index) => ({ id: index + 1, name: `n${index + 1}` })),
  }),
  defineFunction({
    ...anybody,
    name: "itemrange",
    input: z.object({ min: z.number().int().min(0).max(1_000), max: z.number().int().max(1_000) }),
    returns: setOf(z.object({ id: z.number().int(), even: z.boolean(), tag: z.string().nullable(), more: z.json() })),
    run: ({ min, max }) =>
      Array.from({ length: Math.max(max - min, 0) }, (_, index) => {
        const id = min + index + 1;
        return { id, even: id % 2 === 0, tag: id % 3 === 0 ? null : `t${id}`, more: { at: [id] } };
      }),
  }),

  // What the engine gives a function.
  defineFunction({
    ...anybody,
    name: "conditions",
    input: z.object({ which: z.string() }),
    returns: setOf(z.number()),
    run: async ({ which }, { db }) => {
      const where = conditions[which];
      if (where === undefined) throw fail("22023", `no condition ${which}`);
      return (await db.read(books, { where, order: [books.id], columns: ["id"] })).map((book) => book.id);
    },
  }),
  defineFunction({
    ...anybody,
    name: "typed",
    returns: z.json(),
    run: async (_, { db }) => {
      const [book] = await db.read(books, { where: eq(books.id, 1) });
      return [
        book?.bought instanceof Date,
        book?.cover instanceof Uint8Array,
        book?.isRare === true,
        book?.topics ?? [],
      ];
    },
  }),
  defineFunction({
    ...anybody,
    name: "queried",
    input: z.object({ path: z.string() }),
    returns: z.unknown(),
    run: ({ path }, { db }) => db.query(path),
  }),
  defineFunction({
    ...anybody,
    name: "queried_titles",
    returns: setOf(z.string()),
    run: async (_, { db }) => {
      const rows = await db.query(
        "/books?select=title,authors(name)&order=id",
        z.array(z.object({ title: z.string() })),
      );
      return rows.map((row) => row.title);
    },
  }),
  defineFunction({
    ...anybody,
    name: "writes_in_reading",
    run: async (_, { db }) => {
      await db.update(books, { where: always, set: { copies: 0 } });
    },
  }),
  defineFunction({
    name: "borrow",
    access: ["authenticated"],
    input: z.object({ book: z.number().int(), note: z.string().optional() }),
    returns: rowOf(loans),
    run: async ({ book, note }, { db }) => {
      const { rows } = await db.insert(loans, { bookId: book, note }, { returning: true });
      return rows[0] ?? null;
    },
  }),
  defineFunction({
    name: "my_loans",
    access: ["authenticated"],
    readOnly: true,
    returns: rowsOf(loans),
    run: (_, { db }) => db.read(loans, { where: eq(loans.readerId, caller.id) }),
  }),
  defineFunction({ name: "quiet", access: ["authenticated"], returns: z.string(), run: () => "no database asked" }),
  defineFunction({ name: "unlisted", returns: z.string(), run: () => "for the service alone" }),
  defineFunction({
    name: "drop_drafts",
    access: ["librarian"],
    returns: rowsOf(books),
    run: async (_, { db }) => (await db.delete(books, { where: eq(books.status, "draft"), returning: true })).rows,
  }),
  defineFunction({
    name: "shelf_of",
    access: ["anon"],
    readOnly: true,
    runs: "service",
    input: z.object({ id: z.number().int() }),
    returns: z.string().nullable(),
    run: async ({ id }, { db }) =>
      (await db.read(books, { where: eq(books.id, id), columns: ["shelf"] }))[0]?.shelf ?? null,
  }),
  defineFunction({
    name: "my_shelf_of",
    access: ["anon"],
    readOnly: true,
    returns: setOf(z.string().nullable()),
    run: async (_, { db }) => (await db.read(books, { columns: ["shelf"] })).map((book) => book.shelf),
  }),
  defineFunction({
    name: "my_prices",
    access: ["anon"],
    readOnly: true,
    returns: setOf(z.number().nullable()),
    run: async (_, { db }) =>
      (await db.read(books, { where: gte(books.price, 5), columns: ["id"] })).map((book) => book.id),
  }),
];
