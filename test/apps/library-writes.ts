import * as z from "zod";
import { insert, remove, update, upsert } from "../../src/functions/change.ts";
import { defineFunction, type FunctionDefinition } from "../../src/functions/define.ts";
import { CodedError, fail } from "../../src/functions/fail.ts";
import { rowOf } from "../../src/functions/returns.ts";
import { and, eq } from "../../src/rules/condition.ts";
import { authors, books, loans } from "./library-schema.ts";

export const writes: readonly FunctionDefinition[] = [
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
