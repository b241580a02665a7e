import { blob, integer, primaryKey, real, sqliteTable, text } from "drizzle-orm/sqlite-core";
import * as z from "zod";
import { type App, defineApp } from "../../src/define.ts";
import { insert, remove, update, upsert } from "../../src/functions/change.ts";
import { desc } from "../../src/functions/db.ts";
import { body, defineFunction } from "../../src/functions/define.ts";
import { CodedError, fail } from "../../src/functions/fail.ts";
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
import { allow, rulesFor } from "../../src/rules/grant.ts";
import { collection } from "../../src/schema/collection.ts";
import { bigint, json, list, timestamp, uuid } from "../../src/schema/columns.ts";

// A lending library: what its functions do is what a function of any application may do.

export const authors = sqliteTable("authors", {
  id: integer().primaryKey(),
  name: text().notNull(),
});

export const books = sqliteTable("books", {
  id: integer().primaryKey(),
  title: text().notNull(),
  authorId: integer("author_id").references(() => authors.id),
  /** Drafts are the librarians'. */
  status: text({ enum: ["draft", "shelved"] }).notNull(),
  copies: integer().notNull().default(1),
  rating: real(),
  isRare: integer("is_rare", { mode: "boolean" }).notNull().default(false),
  bought: integer({ mode: "timestamp" }),
  addedAt: timestamp("added_at"),
  code: bigint(),
  topics: list("topics"),
  extra: json(),
  cover: blob({ mode: "buffer" }),
  /** The librarians'. */
  price: integer(),
  /** Nobody's. */
  shelf: text(),
});

export const loans = sqliteTable(
  "loans",
  {
    bookId: integer("book_id")
      .notNull()
      .references(() => books.id),
    readerId: uuid("reader_id").notNull(),
    note: text(),
  },
  (table) => [primaryKey({ columns: [table.bookId, table.readerId] })],
);

const rules = [
  rulesFor(authors, {
    select: [allow("anon")],
    insert: [allow("librarian")],
    update: [allow("librarian").when(always)],
  }),
  rulesFor(books, {
    select: [
      allow("anon")
        .when(eq(books.status, "shelved"))
        .only(
          books.id,
          books.title,
          books.authorId,
          books.status,
          books.copies,
          books.rating,
          books.isRare,
          books.bought,
          books.addedAt,
          books.code,
          books.topics,
          books.extra,
          books.cover,
        ),
      allow("librarian"),
    ],
    insert: [allow("librarian")],
    update: [allow("librarian").when(always)],
    delete: [allow("librarian").when(eq(books.status, "draft"))],
  }),
  rulesFor(loans, {
    select: [allow("authenticated").when(eq(loans.readerId, caller.id))],
    insert: [allow("authenticated").check(eq(loans.readerId, caller.id))],
    delete: [allow("authenticated").when(eq(loans.readerId, caller.id))],
    defaults: { readerId: caller.id },
  }),
];

const anybody = { access: ["anon"], readOnly: true } as const;

const point = z.object({ x: z.number(), y: z.number() });

const functions = [
  // Scalars and their arguments.
  defineFunction({
    ...anybody,
    name: "add_them",
    input: z.object({ a: z.number().int(), b: z.number().int() }),
    returns: z.number(),
    run: ({ a, b }) => a + b,
  }),
  defineFunction({
    ...anybody,
    name: "sayhello",
    input: z.object({ name: z.string().max(40) }),
    returns: z.string(),
    run: ({ name }) => `Hello, ${name}`,
  }),
  defineFunction({ ...anybody, name: "noparams", returns: z.string(), run: () => "nothing asked" }),
  defineFunction({ ...anybody, name: "ret_void", run: () => undefined }),
  defineFunction({ ...anybody, name: "ret_null", returns: z.number().nullable(), run: () => null }),
  defineFunction({ ...anybody, name: "ret_array", returns: z.array(z.number()), run: () => [1, 2, 3] }),
  defineFunction({ ...anybody, name: "ret_set", returns: setOf(z.number()), run: () => [1, 2, 3, 4] }),
  defineFunction({ ...anybody, name: "welcome_twice", returns: setOf(z.string()), run: () => ["Welcome", "Welcome"] }),
  defineFunction({ ...anybody, name: "ret_point", returns: point, run: () => ({ x: 10, y: 5 }) }),
  defineFunction({
    ...anybody,
    name: "varied",
    input: z.object({
      double: z.number(),
      text: z.string(),
      boolean: z.boolean(),
      arr: z.array(z.string()),
      integers: z.array(z.number().int()).default([]),
      mood: z.enum(["calm", "storm"]).optional(),
      data: z.unknown().optional(),
      either: z.union([z.number(), z.string()]).optional(),
      maybe: z.number().nullable().optional(),
    }),
    returns: z.record(z.string(), z.unknown()),
    run: (given) => given,
  }),
  defineFunction({
    ...anybody,
    name: "three_defaults",
    input: z.object({ a: z.number().default(1), b: z.number().default(2), c: z.number().default(3) }),
    returns: z.number(),
    run: ({ a, b, c }) => a + b + c,
  }),
  defineFunction({
    ...anybody,
    name: "days",
    input: z.object({ days: z.number().int().min(1).max(90).default(7) }),
    returns: z.number(),
    run: ({ days }) => days,
  }),
  defineFunction({ ...anybody, name: "unnamed_json", input: body(z.json()), returns: z.json(), run: (given) => given }),
  defineFunction({
    ...anybody,
    name: "unnamed_text",
    input: body(z.string()),
    returns: z.string(),
    run: (given) => given,
  }),
  defineFunction({
    ...anybody,
    name: "whoami",
    returns: z.object({ id: z.string().nullable(), role: z.string(), now: z.string(), hasRequest: z.boolean() }),
    run: (_, { caller: who, now: moment, requestId }) => ({
      id: who.id,
      role: who.role,
      now: moment.slice(0, 2),
      hasRequest: requestId !== "",
    }),
  }),

  // Failures.
  defineFunction({
    ...anybody,
    name: "raise",
    input: z.object({ code: z.string(), status: z.number().optional() }),
    run: ({ code, status }) => {
      throw fail(code, "Payment Required", {
        details: "Quota exceeded",
        hint: "Upgrade your plan",
        ...(status === undefined ? {} : { status }),
      });
    },
  }),
  defineFunction({
    ...anybody,
    name: "explode",
    run: () => {
      throw new Error("the password is hunter2");
    },
  }),
  defineFunction({
    ...anybody,
    name: "explode_oddly",
    run: () => {
      throw "text";
    },
  }),
  // A wrong value on purpose: the types are told otherwise.
  defineFunction({ ...anybody, name: "liar", returns: z.number(), run: () => "seven" as unknown as number }),
  defineFunction({ ...anybody, name: "row_liar", returns: rowsOf(authors), run: () => [{ id: 1 }] as unknown as [] }),

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
    input: z.object({ count: z.number().int() }),
    returns: rowsOf(authors),
    run: ({ count }) => Array.from({ length: count }, (_, index) => ({ id: index + 1, name: `n${index + 1}` })),
  }),
  defineFunction({
    ...anybody,
    name: "itemrange",
    input: z.object({ min: z.number().int(), max: z.number().int() }),
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

  // Several writes at once.
  defineFunction({
    name: "lend",
    access: ["authenticated"],
    runs: "service",
    input: z.object({ book: z.number().int() }),
    returns: rowOf(loans),
    run: async ({ book: id }, { db, caller: who }) => {
      const [book] = await db.read(books, { where: eq(books.id, id), columns: ["copies"] });
      if (book === undefined) throw fail("PT404", "There is no such book");
      if (book.copies === 0) throw fail("PT409", "Every copy is lent", { hint: "Come back tomorrow" });
      const isUnchanged = and(eq(books.id, id), eq(books.copies, book.copies));
      const [, lent] = await db.batch([
        update(books, { where: isUnchanged, set: { copies: book.copies - 1 }, one: true }),
        insert(loans, { bookId: id, readerId: who.id ?? "", note: "lent" }, { returning: true }),
      ]);
      return lent.rows[0] ?? null;
    },
  }),
  defineFunction({
    name: "tidy",
    access: ["librarian"],
    runs: "service",
    input: z.object({ topic: z.string().optional() }),
    returns: z.array(z.number()),
    run: async ({ topic }, { db }) => {
      const done = await db.batch([
        remove(loans, { where: eq(loans.note, "late") }),
        update(books, { where: eq(books.status, "shelved"), set: { topics: topic === undefined ? [] : [topic] } }),
        upsert(authors, [
          { id: 1, name: "Frank Herbert" },
          { id: 3, name: "Lem" },
        ]),
        upsert(authors, { id: 2, name: "ignored" }, { on: [authors.id], ignore: true }),
        insert(authors, []),
      ]);
      return done.map((each) => each.affected);
    },
  }),
  defineFunction({
    name: "half",
    access: ["librarian"],
    input: z.object({ id: z.number().int() }),
    run: async ({ id }, { db }) => {
      await db.batch([
        update(books, { where: eq(books.id, 1), set: { copies: 100 } }),
        insert(books, { id, title: "Twice", status: "draft" }),
      ]);
    },
  }),
  defineFunction({
    name: "caught",
    access: ["librarian"],
    returns: z.string(),
    run: async (_, { db }) => {
      try {
        await db.insert(books, { id: 1, title: "Twice", status: "draft" });
      } catch (error) {
        if (error instanceof CodedError) return error.failure.code;
        throw error;
      }
      return "written";
    },
  }),
  defineFunction({
    name: "two_steps",
    access: ["librarian"],
    returns: z.number(),
    run: async (_, { db }) => {
      await db.insert(authors, { id: 7, name: "Seven" });
      await db.update(authors, { where: eq(authors.id, 7), set: { name: "Seventh" } });
      return (await db.read(authors, { where: eq(authors.name, "Seventh") })).length;
    },
  }),
  defineFunction({
    name: "restock",
    access: ["anon"],
    runs: "service",
    input: z.object({ id: z.number().int(), copies: z.number().int() }),
    returns: z.number(),
    run: async ({ id, copies }, { db }) =>
      (await db.update(books, { where: eq(books.id, id), set: { copies, price: 5 }, one: true })).affected,
  }),
];

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

export const library: App = defineApp({
  name: "Library",
  collections: [collection(authors), collection(books, { columns: { shelf: { hidden: true } } }), collection(loans)],
  rules,
  roles: { librarian: "authenticated" },
  functions,
});
