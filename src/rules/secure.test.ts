import { sql } from "drizzle-orm";
import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { describe, expect, it } from "vitest";
import type { Read, Selection } from "../query/read.ts";
import type { Insert, Update, Write } from "../query/write.ts";
import { collection } from "../schema/collection.ts";
import { compileModel } from "../schema/compile.ts";
import type { Collection, Column } from "../schema/model.ts";
import { before, caller, eq, exists, gt, never, outer } from "./condition.ts";
import { allow, rulesFor } from "./grant.ts";
import { compilePolicy } from "./policy.ts";
import { secureRead } from "./secure.ts";
import { secureDelete, secureInsert, secureUpdate } from "./secure-write.ts";

const people = sqliteTable("people", {
  id: integer().primaryKey(),
  name: text(),
  phone: text(),
  salary: integer(),
  password: text(),
  shout: text().generatedAlwaysAs(sql`upper(name)`),
});
const teams = sqliteTable("teams", { id: integer().primaryKey(), lead: integer().references(() => people.id) });
const members = sqliteTable(
  "members",
  { team: integer().references(() => teams.id), person: integer().references(() => people.id), since: text() },
  (table) => [primaryKey({ columns: [table.team, table.person] })],
);
const vault = sqliteTable("vault", { id: integer().primaryKey(), team: integer().references(() => teams.id) });

const model = compileModel([
  collection(people, { columns: { password: { hidden: true } } }),
  collection(teams),
  collection(members),
  collection(vault),
]);

const own = eq(people.id, caller.id);
const policy = compilePolicy(
  model,
  [
    rulesFor(people, {
      select: [
        allow("anon").only(people.id, people.name),
        allow("authenticated").when(own),
        allow("boss").when(gt(people.salary, 0)).only(people.salary),
      ],
      insert: [allow("authenticated").check(own).only(people.id, people.name), allow("boss").only(people.salary)],
      update: [
        allow("authenticated").when(own).only(people.name, people.phone),
        allow("boss")
          .when(exists(people, eq(outer(people.id), people.salary)))
          .check(gt(people.salary, before(people.salary)))
          .only(people.name, people.salary),
      ],
      delete: [allow("boss").when(never), allow("boss").when(own)],
      defaults: { name: caller.role, phone: { kind: "literal", value: "none" } },
    }),
    rulesFor(teams, { select: [allow("anon")] }),
    rulesFor(members, {
      select: [allow("anon").only(members.team, members.since), allow("authenticated").only(members.person)],
    }),
  ],
  { boss: "authenticated" },
);

function named(name: string): Collection {
  const found = model.collections.get(name);
  if (found === undefined) throw new TypeError(`no collection ${name}`);
  return found;
}

function columns(table: string, ...names: readonly string[]): readonly Column[] {
  return names.map((name) => {
    const found = named(table).columns.get(name);
    if (found === undefined) throw new TypeError(`no column ${name}`);
    return found;
  });
}

function fields(table: string, ...names: readonly string[]): readonly Selection[] {
  return columns(table, ...names).map((column) => {
    const field = { column, path: [], asText: false };
    return { kind: "field", field, as: column.name, cast: null };
  });
}

function read(table: string, more: Partial<Read> = {}): Read {
  const select: readonly Selection[] = [{ kind: "all" }];
  return { collection: named(table), select, where: null, order: [], limit: null, offset: null, ...more };
}

const access = (role: string) => ({ model, policy, role });

describe("a read", () => {
  it.each<readonly [string, readonly string[], readonly string[]]>([
    ["anon", ["id", "name"], []],
    ["authenticated", ["id", "name", "phone", "salary", "shout"], ["phone", "salary", "shout"]],
    ["boss", ["id", "name", "phone", "salary", "shout"], ["phone", "salary", "shout"]],
    ["service_role", ["id", "name", "phone", "salary", "shout"], []],
  ])("of everything gives %s the columns %j, of which %j only on some rows", (role, shown, masked) => {
    const secured = secureRead(read("people"), access(role));
    if (!secured.ok) throw new Error(secured.error.message);
    expect(secured.value.select.map((selection) => (selection.kind === "field" ? selection.as : ""))).toEqual(shown);
    expect([...secured.value.source.masks.keys()]).toEqual(masked);
  });

  it("shows a column where any of the grants that name it holds", () => {
    const secured = secureRead(read("people"), access("boss"));
    const masks = secured.ok ? secured.value.source.masks : new Map();
    expect(masks.get("phone")).toMatchObject({ kind: "compare" });
    expect(masks.get("salary")).toMatchObject({ kind: "or", items: [{ operator: "eq" }, { operator: "gt" }] });
  });

  const salary = { column: columns("people", "salary")[0] as Column, path: [], asText: false };
  const present = {
    kind: "compare",
    field: salary,
    operator: "is",
    keyword: "null",
    value: null,
    quantifier: null,
  } as const;
  it.each<readonly [string, Partial<Read>]>([
    ["selected", { select: fields("people", "salary") }],
    ["filtered by", { select: [], where: { kind: "not", item: { kind: "or", items: [present] } } }],
    ["ordered by", { select: [], order: [{ embed: null, field: salary, descending: false, nulls: null }] }],
    [
      "summed up",
      { select: [{ kind: "aggregate", function: "sum", field: salary, inputCast: null, as: "sum", cast: null }] },
    ],
  ])("is refused where a column is %s that the role may not read", (_, more) => {
    expect(secureRead(read("people", more), access("anon"))).toMatchObject({
      error: {
        code: "42501",
        message: "permission denied for table people",
        hint: 'The column "salary" is not granted to this role.',
      },
    });
    expect(secureRead(read("people", more), access("authenticated")).ok).toBe(true);
  });

  it("never gives a hidden column, to the service either", () => {
    const secret = read("people", { select: fields("people", "password") });
    expect(secureRead(secret, access("service_role"))).toMatchObject({ error: { code: "42501" } });
  });

  it.each(["anon", "boss", "stranger"])("of a collection without rules is refused to %s", (role) => {
    expect(secureRead(read("vault"), access(role))).toMatchObject({ error: { code: "42501", hint: null } });
  });
});

describe("an embed", () => {
  function embedded(from: string, to: string, cardinality: string, more: Partial<Read> = {}): Read {
    const relation = named(from).relations.find((each) => each.target === to && each.cardinality === cardinality);
    if (relation === undefined) throw new TypeError("no relation");
    const inner = {
      kind: "embed",
      as: to,
      relation,
      join: "left",
      spread: false,
      read: read(to, { select: [] }),
    } as const;
    return read(from, { select: [inner], ...more });
  }

  it("needs the right to the columns that join it", () => {
    expect(secureRead(embedded("members", "people", "many-to-one"), access("anon"))).toMatchObject({
      error: { message: "permission denied for table members", hint: expect.stringContaining('"person"') },
    });
    expect(secureRead(embedded("people", "members", "one-to-many"), access("anon"))).toMatchObject({
      error: { message: "permission denied for table members" },
    });
    expect(secureRead(embedded("members", "teams", "many-to-one"), access("anon")).ok).toBe(true);
  });

  it("through a junction is read under the junction's rules", () => {
    const through = embedded("teams", "people", "many-to-many");
    expect(secureRead(through, access("anon"))).toMatchObject({
      error: { message: "permission denied for table members" },
    });
    const secured = secureRead(through, access("authenticated"));
    expect(secured.ok && secured.value.embeds[0]?.junction?.collection.name).toBe("members");
  });

  it("of a closed collection closes the whole read", () => {
    expect(secureRead(embedded("teams", "vault", "one-to-many"), access("boss"))).toMatchObject({
      error: { message: "permission denied for table vault" },
    });
  });

  it("does not order by what it may not show", () => {
    const [column] = columns("people", "salary");
    if (column === undefined) throw new TypeError("no column");
    const order = [{ embed: "people", field: { column, path: [], asText: false }, descending: false, nulls: null }];
    const ordered = embedded("teams", "people", "many-to-one", { order });
    expect(secureRead(ordered, access("anon"))).toMatchObject({ error: { code: "42501" } });
    expect(secureRead(ordered, access("boss")).ok).toBe(true);
  });
});

function insert(names: readonly string[], more: Partial<Insert> = {}): Insert {
  const own = { collection: named("people"), columns: columns("people", ...names), conflict: null, returning: null };
  return { kind: "insert", ...own, ...more };
}

function update(names: readonly string[], more: Partial<Update> = {}): Update {
  const own = { collection: named("people"), columns: columns("people", ...names), returning: null };
  return { kind: "update", ...own, where: null, order: [], limit: null, offset: null, ...more };
}

function secured(write: Write, role: string): unknown {
  const outcome =
    write.kind === "insert"
      ? secureInsert(write, access(role))
      : write.kind === "update"
        ? secureUpdate(write, access(role))
        : secureDelete(write, access(role));
  return outcome.ok ? outcome.value : `${outcome.error.code} ${outcome.error.hint ?? ""}`;
}

describe("a write", () => {
  it.each<readonly [string, Write, string, string]>([
    ["an insert", insert(["id"]), "anon", "42501 "],
    ["a column of no grant", insert(["phone"]), "boss", '42501 The column "phone" is not granted to this role.'],
    [
      "columns of two grants",
      insert(["name", "salary"]),
      "boss",
      '42501 The column "name" is not granted to this role.',
    ],
    ["a hidden column", insert(["password"]), "boss", '42501 The column "password" is not granted to this role.'],
    ["a generated column", insert(["shout"]), "service_role", "428C9 "],
    ["a generated column of an update", update(["shout"]), "service_role", "428C9 "],
    [
      "columns of two grants of an update",
      update(["phone", "salary"]),
      "boss",
      '42501 The column "phone" is not granted to this role.',
    ],
    ["an update", update(["name"]), "anon", "42501 "],
    [
      "a merge of a column that may not be updated",
      insert(["salary"], { conflict: { action: "merge", columns: ["name"] } }),
      "authenticated",
      '42501 The column "salary" is not granted to this role.',
    ],
    [
      "rows wanted back",
      insert(["id"], { returning: fields("people", "password") }),
      "boss",
      '42501 The column "password" is not granted to this role.',
    ],
  ])("is refused: %s", (_, write, role, refusal) => {
    expect(secured(write, role)).toBe(refusal);
  });

  it("is checked by the grants that cover it whole, and by no other", () => {
    expect(secured(insert(["id", "name"]), "boss")).toMatchObject({ check: { kind: "compare" } });
    expect(secured(insert(["salary"]), "boss")).toMatchObject({ check: { kind: "constant", value: true } });
    expect(secured(insert([]), "boss")).toMatchObject({ check: { kind: "constant", value: true } });
  });

  it("fills in defaults where nothing is given, granted or not", () => {
    const found = secured(insert(["name"]), "authenticated") as { defaults: ReadonlyMap<string, unknown> };
    expect([...found.defaults.keys()]).toEqual(["phone"]);
  });

  it("must fulfil the check of a grant whose condition held before", () => {
    expect(secured(update(["phone"]), "boss")).toMatchObject({
      change: { when: { operator: "eq" }, check: { operator: "eq" } },
    });
    expect(secured(update(["name"]), "boss")).toMatchObject({
      change: {
        when: { kind: "or" },
        check: {
          kind: "or",
          items: [
            { items: [{ left: { kind: "before", column: "id" } }, { left: { kind: "column", column: "id" } }] },
            {
              items: [
                { where: { left: { kind: "before", column: "id" }, right: { kind: "column", column: "salary" } } },
                { operator: "gt", right: { kind: "before", column: "salary" } },
              ],
            },
          ],
        },
      },
    });
  });

  it("is aimed at rows that the caller sees, whether it says which or not", () => {
    expect(secured(update(["name"]), "authenticated")).toMatchObject({
      target: { where: null, source: { rows: { kind: "constant", value: true } } },
    });
    expect(secured(update(["name"], { limit: { argument: 0 } }), "authenticated")).toMatchObject({
      target: { limit: { argument: 0 } },
    });
    expect(secured(update(["name"], { returning: [] }), "authenticated")).toMatchObject({
      target: { source: { rows: { kind: "constant", value: true } } },
    });
  });

  it("that deletes needs one of its grants to hold", () => {
    const { columns: _, ...rest } = update([]);
    expect(secured({ ...rest, kind: "delete" }, "boss")).toMatchObject({ when: { kind: "compare", operator: "eq" } });
    expect(secured({ ...rest, kind: "delete" }, "authenticated")).toBe("42501 ");
  });
});
