import { env } from "cloudflare:workers";
import {
  type AnySQLiteColumn,
  blob,
  foreignKey,
  integer,
  primaryKey,
  sqliteTable,
  text,
  unique,
} from "drizzle-orm/sqlite-core";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { defineApp } from "../define.ts";
import type { Failure } from "../kernel/failure.ts";
import { ok, type Result } from "../kernel/result.ts";
import type { Filter, Read } from "../query/read.ts";
import type { Update } from "../query/write.ts";
import { always, caller, eq } from "../rules/condition.ts";
import { allow, rulesFor } from "../rules/grant.ts";
import { compilePolicy } from "../rules/policy.ts";
import { collection } from "../schema/collection.ts";
import { bigint } from "../schema/columns.ts";
import { sql } from "../sql/fragment.ts";
import { createEngine } from "./engine.ts";
import { type LimitOptions, resolveLimits } from "./limits.ts";
import type { Cell } from "./request.ts";
import {
  collectionOf,
  columnOf,
  contextOf,
  insertOf,
  openEngine,
  orderBy,
  plainField,
  readOf,
  readRequest,
  select,
  type TestEngine,
  writeRequest,
} from "./test-engine.ts";

const owners = sqliteTable("owners", { id: integer().primaryKey(), name: text().notNull().default("nobody") });
const homes = sqliteTable("homes", { street: text(), number: integer() }, (table) => [
  primaryKey({ columns: [table.street, table.number] }),
]);
const pets = sqliteTable(
  "pets",
  {
    id: integer().primaryKey(),
    name: text().notNull().default("rex"),
    kind: text(),
    owner: integer().references(() => owners.id),
    street: text(),
    number: integer(),
    mother: integer().references((): AnySQLiteColumn => pets.id),
    chip: bigint(),
    raw: blob({ mode: "buffer" }),
  },
  (table) => [
    unique().on(table.name, table.kind),
    foreignKey({ columns: [table.street, table.number], foreignColumns: [homes.street, homes.number] }),
  ],
);

const app = defineApp({
  name: "engine",
  collections: [collection(owners), collection(homes), collection(pets)],
  rules: [
    rulesFor(pets, {
      select: [allow("anon").only(pets.id, pets.name), allow("keeper")],
      insert: [allow("keeper")],
      update: [allow("keeper").when(always)],
    }),
    rulesFor(owners, { select: [allow("anon").when(eq(owners.name, caller.id))] }),
  ],
  roles: { keeper: "authenticated" },
  limits: { maxInsertRows: 5, maxDepth: 1, maxCost: 30, maxConditionDepth: 2 },
});

let stage: TestEngine;

beforeAll(async () => {
  stage = await openEngine(app);
});

beforeEach(async () => {
  await env.DB.batch(
    [
      "delete from pets",
      "delete from owners",
      "delete from homes",
      "insert into owners (id, name) values (1, 'ada')",
      "insert into homes values ('Main', 1)",
    ].map((sql) => env.DB.prepare(sql)),
  );
  stage.batches.length = 0;
});

const service = contextOf();

function short(outcome: Result<unknown, Failure>): string {
  return outcome.ok
    ? "ok"
    : [outcome.error.code, outcome.error.message, outcome.error.details].filter(Boolean).join(" | ");
}

async function names(): Promise<readonly unknown[]> {
  const { results } = await env.DB.prepare("select name, kind from pets order by id").all();
  return results.map((row) => `${row.name} ${row.kind}`);
}

describe("a plan", () => {
  const pet = () => collectionOf(stage.model, "pets");

  it("is made once for a shape: a hot request does not build its query again", async () => {
    const build = vi.fn(() => ok(readOf(pet(), { select: select(pet(), "id"), limit: { argument: 0 } })));
    for (const limit of ["1", "2", "3"]) {
      const request = { shape: "hot", build, arguments: [{ kind: "text", text: limit } as const], total: false };
      expect(short(await stage.engine.read(request, service))).toBe("ok");
    }
    expect(build).toHaveBeenCalledTimes(1);
    const statements = stage.batches.map((batch) => batch[0]);
    expect(new Set(statements.map((statement) => statement?.sql)).size).toBe(1);
    expect(statements.map((statement) => statement?.params)).toEqual([[1], [2], [3]]);
  });

  it("is not shared between roles, nor with and without a total", async () => {
    const request = { shape: "shared", build: () => ok(readOf(pet())), arguments: [], total: false };
    await env.DB.prepare("insert into pets (id, kind) values (1, 'dog')").run();
    const anon = await stage.engine.read(request, contextOf("anon"));
    const keeper = await stage.engine.read(request, contextOf("keeper"));
    const total = await stage.engine.read({ ...request, total: true }, contextOf("anon"));
    expect(anon.ok && anon.value).toEqual({ json: '[{"id":1,"name":"rex"}]', count: 1, total: null });
    expect(keeper.ok && keeper.value.json).toContain("dog");
    expect(total.ok && total.value).toEqual({ json: '[{"id":1,"name":"rex"}]', count: 1, total: 1 });
  });

  it("that was refused is not kept", async () => {
    const build = vi.fn(() => ok(readOf(pet(), { select: select(pet(), "kind") })));
    const request = { shape: "refused", build, arguments: [], total: false };
    for (const _ of [1, 2]) expect(short(await stage.engine.read(request, contextOf("anon")))).toMatch(/^42501/);
    expect(build).toHaveBeenCalledTimes(2);
    expect(stage.batches).toEqual([]);
  });

  it("is not made for a role that nobody knows", async () => {
    const build = vi.fn(() => ok(readOf(pet())));
    const outcome = await stage.engine.read({ shape: "x", build, arguments: [], total: false }, contextOf("boss"));
    expect(outcome).toMatchObject({ error: { code: "22023", status: 401 } });
    expect(build).not.toHaveBeenCalled();
  });
});

describe("a request that asks too much is refused before the database hears of it:", () => {
  const nothing = (kind: "not" | "compare", depth = 0): Filter => {
    const field = plainField(collectionOf(stage.model, "pets"), "id");
    const leaf: Filter = { kind: "compare", field, operator: "is", keyword: "null", value: null, quantifier: null };
    return kind === "compare" || depth === 0 ? leaf : { kind: "not", item: nothing("not", depth - 1) };
  };

  it.each<readonly [string, () => Partial<Read>, string]>([
    [
      "conditions",
      () => ({ where: nothing("not", 3) }),
      "PER003 | conditions are nested too deeply | 3, at most 2 allowed",
    ],
    [
      "columns",
      () => ({ select: Array.from({ length: 31 }, () => ({ kind: "all" as const })) }),
      "PER004 | the request is too costly | 31, at most 30 allowed",
    ],
  ])("%s", async (_, more, said) => {
    const read = readOf(collectionOf(stage.model, "pets"), more());
    expect(short(await stage.engine.read(readRequest(read), service))).toBe(said);
    expect(stage.batches).toEqual([]);
  });

  it("rows", async () => {
    const rows = Array.from({ length: 6 }, () => ["x"]);
    const write = writeRequest(insertOf(collectionOf(stage.model, "owners"), ["name"]), { rows });
    expect(short(await stage.engine.write(write, service))).toBe(
      "PER001 | too many rows in one insert | 6, at most 5 allowed",
    );
  });

  it("parameters", async () => {
    const wide = openEngineWith({ maxCost: 500 });
    const table = collectionOf(wide.model, "pets");
    const items = Array.from(
      { length: 120 },
      (_, argument): Filter => ({
        kind: "compare",
        field: plainField(table, "id"),
        operator: "eq",
        keyword: null,
        value: { argument },
        quantifier: null,
      }),
    );
    const outcome = await wide.engine.read(readRequest(readOf(table, { where: { kind: "or", items } })), service);
    expect(short(outcome)).toBe("54000 | the request is too large for one statement | 120 parameters, 100 allowed");
  });

  function openEngineWith(limits: LimitOptions): TestEngine {
    const { model } = stage;
    const database = { batch: () => Promise.reject(new Error("not asked")) };
    const policy = compilePolicy(model, [], {});
    const engine = createEngine({ model, policy, database, limits: resolveLimits(limits), alive: () => sql`1` });
    return { engine, model, batches: [] };
  }
});

describe("an insert", () => {
  const insert = (columns: readonly string[], rows: readonly (readonly Cell[])[], more: object = {}) =>
    stage.engine.write(
      writeRequest(insertOf(collectionOf(stage.model, "pets"), columns, true), { rows, ...more }),
      service,
    );

  it("of rows that leave different cells out keeps their order, and gives each its defaults", async () => {
    const rows: readonly (readonly Cell[])[] = [
      ["tom", "cat"],
      [undefined, "dog"],
      ["jim", null],
      ["kim", undefined],
      [undefined, undefined],
    ];
    const outcome = await insert(["name", "kind"], rows);
    expect(outcome).toMatchObject({ value: { affected: 5 } });
    const shown = outcome.ok ? outcome.value.rows.map((row) => JSON.parse(row).name) : [];
    expect(shown).toEqual(["tom", "rex", "jim", "kim", "rex"]);
    expect(await names()).toEqual(["tom cat", "rex dog", "jim null", "kim null", "rex null"]);
  });

  it("of several rows is no single row, in whatever runs they come", async () => {
    for (const rows of [
      [["a"], ["b"]],
      [["a"], [undefined]],
      [[undefined], [undefined]],
    ]) {
      expect(short(await insert(["kind"], rows, { single: true }))).toMatch(/^PGRST116 .*contains 2 rows$/);
    }
    expect(await names()).toEqual([]);
    expect(short(await insert(["kind"], [["a"]], { single: true }))).toBe("ok");
  });

  it("of no rows is no single row either, and else is nothing", async () => {
    expect(short(await insert(["kind"], [], { single: true }))).toMatch(/^PGRST116 .*contains 0 rows$/);
    expect(await insert(["kind"], [])).toEqual(ok({ rows: [], affected: 0, inserted: 0 }));
    expect(stage.batches).toEqual([]);
  });

  it("of more rows than may be affected takes none of them", async () => {
    expect(short(await insert(["kind"], [["a"], ["b"]], { maxAffected: 1 }))).toMatch(/^PGRST124 .*affects 2 rows$/);
    expect(await names()).toEqual([]);
    expect(short(await insert(["kind"], [["a"], ["b"]], { maxAffected: 2 }))).toBe("ok");
  });

  it.each<readonly [string, readonly string[], readonly (readonly Cell[])[], string]>([
    [
      "a foreign key",
      ["owner"],
      [[1], [7], [null]],
      '23503 | insert or update on table "pets" violates foreign key constraint "pets_owner_fkey" | Key (owner)=(7) is not present in table "owners".',
    ],
    [
      "a key of two columns",
      ["number", "street"],
      [
        [1, "Main"],
        [2, "Main"],
      ],
      '23503 | insert or update on table "pets" violates foreign key constraint "pets_street_number_fkey" | Key (street, number)=(Main, 2) is not present in table "homes".',
    ],
    [
      "the second of two keys",
      ["owner", "mother"],
      [[1, 5]],
      '23503 | insert or update on table "pets" violates foreign key constraint "pets_mother_fkey" | Key (mother)=(5) is not present in table "pets".',
    ],
    [
      "a unique pair",
      ["name", "kind"],
      [
        ["a", "b"],
        ["a", "b"],
      ],
      '23505 | duplicate key value violates unique constraint "pets_name_kind_key" | Key (name, kind)=(a, b) already exists.',
    ],
    ["null", ["name"], [[null]], '23502 | null value in column "name" of relation "pets" violates not-null constraint'],
  ])("that breaks %s says which", async (_, columns, rows, said) => {
    expect(short(await insert(columns, rows))).toBe(said);
    expect(await names()).toEqual([]);
  });

  it("takes a key of which a part is null", async () => {
    expect(short(await insert(["street", "number"], [["Nowhere", null]]))).toBe("ok");
  });

  it("keeps every digit, and every byte", async () => {
    const outcome = await insert(
      ["chip", "raw"],
      [
        ["9223372036854775807", "\\x00ff"],
        ["-9007199254740993", "\\x"],
      ],
    );
    const rows = outcome.ok ? outcome.value.rows.join() : "";
    expect(rows).toContain('"chip":9223372036854775807');
    expect(rows).toContain('"chip":-9007199254740993');
    expect(rows).toContain('"raw":"\\\\x00ff"');
    expect(rows).toContain('"raw":"\\\\x"');
  });
});

describe("an update or delete", () => {
  beforeEach(async () => {
    await env.DB.prepare(
      "insert into pets (id, name, kind, owner) values (1, 'a', 'x', 1), (2, 'b', 'x', null), (3, 'c', 'x', null)",
    ).run();
  });

  const update = (
    columns: readonly string[],
    row: readonly Cell[],
    more: Partial<Update> = {},
    bounds: object = {},
  ) => {
    const table = collectionOf(stage.model, "pets");
    const own = { collection: table, columns: columns.map((name) => columnOf(table, name)), returning: null };
    const write: Update = { kind: "update", ...own, where: null, order: [], limit: null, offset: null, ...more };
    return stage.engine.write(writeRequest(write, { rows: [row], ...bounds }), service);
  };

  it("of more rows than one, or than may be, is undone", async () => {
    expect(short(await update(["kind"], ["y"], {}, { single: true }))).toMatch(/^PGRST116 .*contains 3 rows$/);
    expect(short(await update(["kind"], ["y"], {}, { maxAffected: 2 }))).toMatch(/^PGRST124 .*affects 3 rows$/);
    expect(await names()).toEqual(["a x", "b x", "c x"]);
    expect(short(await update(["kind"], ["y"], {}, { maxAffected: 3 }))).toBe("ok");
  });

  it("minds its limit without a filter, and with an order", async () => {
    const arguments_ = { arguments: [{ kind: "text", text: "1" }] };
    expect(await update(["kind"], ["y"], { limit: { argument: 0 } }, arguments_)).toMatchObject({
      value: { affected: 1 },
    });
    const order = orderBy(collectionOf(stage.model, "pets"), "id").map((each) => ({ ...each, descending: true }));
    expect(await update(["kind"], ["z"], { order, limit: { argument: 0 } }, arguments_)).toMatchObject({
      value: { affected: 1 },
    });
    expect((await names()).at(-1)).toBe("c z");
  });

  it("of no column changes nothing, and is no single row", async () => {
    expect(await update([], [])).toEqual(ok({ rows: [], affected: 0, inserted: 0 }));
    expect(short(await update([], [], {}, { single: true }))).toMatch(/^PGRST116/);
  });

  it("says which key points nowhere, or what still points here", async () => {
    expect(short(await update(["owner"], [9]))).toContain(
      'constraint "pets_owner_fkey" | Key (owner)=(9) is not present',
    );
    const table = collectionOf(stage.model, "owners");
    const own = { collection: table, where: null, order: [], limit: null, offset: null, returning: null };
    const outcome = await stage.engine.write(writeRequest({ kind: "delete", ...own }), service);
    expect(short(outcome)).toBe(
      '23503 | update or delete on table "owners" violates foreign key constraint "pets_owner_fkey" on table "pets" | Key (id)=(1) is still referenced from table "pets".',
    );
  });
});
