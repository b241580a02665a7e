import { env } from "cloudflare:workers";
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import { defineApp } from "../define.ts";
import { ok } from "../kernel/result.ts";
import type { Filter } from "../query/read.ts";
import type { Insert, Write } from "../query/write.ts";
import { collection } from "../schema/collection.ts";
import type { Collection } from "../schema/model.ts";
import type { Context } from "./request.ts";
import { collectionOf, columnOf, contextOf, openEngine, plainField, type TestEngine } from "./test-engine.ts";

// A shelf takes its books along, and renames them; a note stands alone.
const shelves = sqliteTable("shelves", { id: integer().primaryKey(), code: text().notNull().unique(), label: text() });
const books = sqliteTable("books", {
  id: integer().primaryKey(),
  shelf: text().references(() => shelves.code, { onDelete: "cascade", onUpdate: "cascade" }),
});
const cards = sqliteTable("cards", { id: integer().primaryKey(), words: text().notNull() });
const notes = sqliteTable("notes", { id: integer().primaryKey(), body: text().default("empty") });

let stage: TestEngine;
beforeAll(async () => {
  const collections = [
    collection(shelves),
    collection(books),
    collection(notes),
    collection(cards, { search: ["words"] }),
  ];
  stage = await openEngine(defineApp({ name: "library", collections, rules: [] }));
});

/** A step by somebody, or by hand where nobody is named. */
interface Step {
  readonly who: string | null;
  readonly number: number;
  readonly kind: (typeof kinds)[number];
}

const kinds = [
  "insert",
  "bulk",
  "merge",
  "ignore",
  "set",
  "same",
  "rename",
  "delete",
  "nothing",
  "note",
  "card",
  "cards",
  "words",
] as const;
const steps = fc.array(
  fc.record<Step>({
    who: fc.constantFrom("ada", "bob", null),
    number: fc.integer({ min: 1, max: 4 }),
    kind: fc.constantFrom(...kinds),
  }),
  { minLength: 1, maxLength: 12 },
);

function by(who: string): Context {
  const context = contextOf();
  return { ...context, principal: { ...context.principal, id: who } };
}

async function write(made: Write, rows: readonly (readonly (string | number | undefined)[])[], who: string) {
  const request = { shape: JSON.stringify([made.kind, rows.length, made.collection.name, shapes++]), rows };
  const answer = await stage.engine.write(
    { ...request, build: () => ok(made), arguments: [], maxAffected: null, single: false },
    by(who),
  );
  // A key that is there already is no matter here: nothing is logged then.
  if (!answer.ok) expect(answer.error.code).toMatch(/^23/);
}
let shapes = 0;

const table = (name: string): Collection => collectionOf(stage.model, name);

function insert(name: string, columns: readonly string[], conflict: Insert["conflict"] = null): Insert {
  const target = table(name);
  return {
    kind: "insert",
    collection: target,
    columns: columns.map((column) => columnOf(target, column)),
    conflict,
    returning: null,
  };
}

/** `is not null`, or no row at all. */
function rowsOf(name: string, some: boolean): Pick<Extract<Write, { kind: "delete" }>, "collection" | "where"> {
  const field = plainField(table(name), "id");
  const keyword = some ? "not_null" : "null";
  const where: Filter = { kind: "compare", field, operator: "is", keyword, value: null, quantifier: null };
  return { collection: table(name), where };
}

const unbounded = { order: [], limit: null, offset: null, returning: null } as const;

async function asCaller({ kind, number }: Step, who: string): Promise<void> {
  const set = (name: string, column: string, value: string, some = true) =>
    write(
      { kind: "update", ...rowsOf(name, some), ...unbounded, columns: [columnOf(table(name), column)] },
      [[value]],
      who,
    );
  const code = `s${number}`;
  switch (kind) {
    case "insert":
      await write(insert("shelves", ["code", "label"]), [[code, "new"]], who);
      return write(insert("books", ["shelf"]), [[code], [code]], who);
    case "bulk":
      return write(insert("notes", ["body"]), [["a"], [undefined], ["b"], ["c"]], who);
    case "merge":
      return write(
        insert("shelves", ["code", "label"], { action: "merge", columns: ["code"] }),
        [
          [code, "merged"],
          [`s${number + 1}`, "merged"],
        ],
        who,
      );
    case "ignore":
      return write(insert("shelves", ["code"], { action: "ignore", columns: ["code"] }), [[code], ["s9"]], who);
    case "set":
      return set("notes", "body", `n${number}`);
    case "same":
      return set("shelves", "label", "same");
    case "rename":
      return set("shelves", "code", `r${number}`);
    case "delete":
      return write({ kind: "delete", ...rowsOf("shelves", true), ...unbounded }, [], who);
    case "nothing":
      return set("notes", "body", "x", false);
    case "card":
      return write(insert("cards", ["words"]), [[`a ${code} b`]], who);
    case "cards":
      return write(insert("cards", ["words"]), [["x y"], ["y z"], ["z x"]], who);
    case "words":
      return set("cards", "words", `w${number} and more`);
    case "note":
      return write({ kind: "delete", ...rowsOf("notes", true), ...unbounded }, [], who);
  }
}

async function byHand({ number }: Step): Promise<void> {
  await env.DB.batch([
    env.DB.prepare("insert into notes (body) values ('by hand')"),
    env.DB.prepare(`insert into shelves (code) values ('h${number}') on conflict do nothing`),
  ]);
}

it("is told for every change of whatever is written in whatever order, and for none by hand", async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (story) => {
      await env.DB.batch(
        ["books", "shelves", "notes", "cards", "_perigee_changes"].map((name) => env.DB.prepare(`delete from ${name}`)),
      );
      let seen =
        (await env.DB.prepare("select seq from sqlite_sequence where name = '_perigee_changes'").first<number>(
          "seq",
        )) ?? 0;
      for (const step of story) {
        if (step.who === null) await byHand(step);
        else await asCaller(step, step.who);
        const { results } = await env.DB.prepare("select seq, actor from _perigee_changes where seq > ? order by seq")
          .bind(seen)
          .all<{ seq: number; actor: string | null }>();
        expect(new Set(results.map(({ actor }) => actor)), JSON.stringify(step)).toEqual(
          new Set(results.length === 0 ? [] : [step.who]),
        );
        seen = results.at(-1)?.seq ?? seen;
      }
    }),
    { numRuns: 60 },
  );
});

it("takes one statement beside the write, and two where other rows may change with it", async () => {
  const counts: Record<string, number> = {};
  for (const kind of kinds) {
    const before = stage.batches.length;
    await asCaller({ who: "ada", number: 7, kind }, "ada");
    counts[kind] = stage.batches[before]?.length ?? 0;
  }
  expect(counts).toEqual({
    insert: 2,
    bulk: 5,
    // The count of the rows that are there already is one more.
    merge: 3,
    ignore: 2,
    set: 2,
    same: 2,
    rename: 3,
    delete: 3,
    nothing: 2,
    note: 2,
    card: 3,
    cards: 3,
    words: 3,
  });
});

it("leaves a bound on the rows of a searched collection exact", async () => {
  const rows = Array.from({ length: 40 }, (_, at) => [`word${at} ${"more ".repeat(50)}`]);
  const outcomes: unknown[] = [];
  for (const maxAffected of [39, 40]) {
    await env.DB.prepare("delete from cards").run();
    const answer = await stage.engine.write(
      {
        shape: `bounded ${maxAffected}`,
        build: () => ({ ok: true, value: insert("cards", ["words"]) }),
        arguments: [],
        rows,
        maxAffected,
        single: false,
      },
      by("ada"),
    );
    outcomes.push([answer.ok, await env.DB.prepare("select count(*) as n from cards").first("n")]);
  }
  expect(table("cards").search).not.toBeNull();
  expect(outcomes).toEqual([
    [false, 0],
    [true, 40],
  ]);
});
