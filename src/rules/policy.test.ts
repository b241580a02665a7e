import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { describe, expect, it } from "vitest";
import { collection } from "../schema/collection.ts";
import { json, timestamp } from "../schema/columns.ts";
import { compileModel } from "../schema/compile.ts";
import { DefinitionError } from "../schema/definition-error.ts";
import {
  always,
  type Condition,
  caller,
  claim,
  eq,
  exists,
  gt,
  isIn,
  isNull,
  neq,
  not,
  now,
  outer,
  before as was,
} from "./condition.ts";
import { allow, type RuleOptions, rulesFor } from "./grant.ts";
import { compilePolicy, type Policy } from "./policy.ts";
import type { RoleDefinitions } from "./roles.ts";

const notes = sqliteTable("notes", {
  id: integer().primaryKey(),
  owner: text(),
  mood: text({ enum: ["calm", "storm"] }),
  rank: integer(),
  dueAt: timestamp("due_at"),
  data: json(),
});
const shares = sqliteTable("shares", { id: integer().primaryKey(), note: integer(), person: text() });
const strange = sqliteTable("strange", { id: integer().primaryKey(), a: text() });

const model = compileModel([collection(notes), collection(shares)]);
const roles: RoleDefinitions = { author: "authenticated", editor: "author" };

function compile(options: RuleOptions<typeof notes>): Policy {
  return compilePolicy(model, [rulesFor(notes, options)], roles);
}

function when(condition: Condition): RuleOptions<typeof notes> {
  return { select: [allow("anon").when(condition)] };
}

const bogus = { kind: "column", column: notes.rank, row: "inner" } as unknown as typeof now;

describe("a rule that cannot work is refused, with the place and the mend:", () => {
  it.each<readonly [string, RuleOptions<typeof notes>, string]>([
    [
      "a column of another table",
      when(eq(shares.person, caller.id)),
      "rules of notes, select: column shares.person belongs to no row at hand. Wrap the comparison in exists(shares, …).",
    ],
    [
      "a column of no collection",
      when(eq(strange.a, "x")),
      "rules of notes, select: column strange.a is of no collection. Add collection() for its table.",
    ],
    [
      "exists over no collection",
      when(exists(strange, always)),
      "exists() over strange, which is no collection. Add collection() for it.",
    ],
    ["outer() with nothing outside", when(eq(outer(notes.rank), 1)), "column notes.rank belongs to no row at hand"],
    [
      "outer() of another table",
      when(exists(shares, eq(outer(shares.note), notes.id))),
      "column shares.note belongs to no row at hand",
    ],
    [
      "a comparison with null",
      when(eq(notes.owner, null as unknown as string)),
      "a comparison with null. Use isNull() or isNotNull().",
    ],
    ["a list with null", when(isIn(notes.owner, ["a", null])), "a comparison with null"],
    [
      "a literal of another kind",
      when(eq(notes.rank, "many")),
      'rules of notes, select: invalid input syntax for type integer: "many". Give a value of the column\'s kind.',
    ],
    ["a value that no enum has", when(isIn(notes.mood, ["calm", "fog"])), 'invalid input value for enum: "fog"'],
    ["a moment that is none", when(gt(notes.dueAt, "soon")), "invalid input syntax for type timestamp"],
    ["a column of JSON", when(eq(notes.data, "x")), "a column of kind json is compared. Compare a plain column."],
    [
      "columns of two kinds",
      when(eq(notes.rank, notes.owner)),
      "columns of kinds integer and text are compared. Compare columns of one kind.",
    ],
    [
      "before() in a select",
      when(eq(was(notes.rank), 1)),
      "before(notes.rank). Use it in the check of an update, on its own row.",
    ],
    ["before() in an insert's check", { insert: [allow("anon").check(eq(was(notes.rank), 1))] }, "before(notes.rank)"],
    ["before() in an update's when", { update: [allow("anon").when(eq(was(notes.rank), 1))] }, "before(notes.rank)"],
    [
      "before() of another row",
      {
        update: [
          allow("anon")
            .when(always)
            .check(exists(shares, eq(was(shares.note), 1))),
        ],
      },
      "before(shares.note)",
    ],
    [
      "when() on an insert",
      { insert: [allow("anon").when(always)] },
      "rules of notes, insert: an insert has no row for when(). Use check().",
    ],
    [
      "check() on a select",
      { select: [allow("anon").check(always)] },
      "rules of notes, select: a select writes no row to check(). Use when().",
    ],
    [
      "check() on a delete",
      { delete: [allow("anon").check(always)] },
      "rules of notes, delete: a delete writes no row to check(). Use when().",
    ],
    [
      "check() without when() on an update",
      { update: [allow("anon").check(always)] },
      "rules of notes, update: check() alone lets any row be taken over. Say which rows with when(), or when(always).",
    ],
    [
      "only() on a delete",
      { delete: [allow("anon").only(notes.id)] },
      "rules of notes, delete: a delete has no columns for only(). Leave it out.",
    ],
    [
      "only() with another table's column",
      { select: [allow("anon").only(notes.id, shares.id)] },
      "rules of notes, select: only() names shares.id. Name columns of notes.",
    ],
    [
      "a role that there is not",
      { select: [allow("anon", "boss")] },
      'rules of notes, select: role "boss" does not exist. Use one of: anon, authenticated, author, editor.',
    ],
    ["the service's role", { select: [allow("service_role")] }, 'role "service_role" does not exist'],
    [
      "a default for a column by its SQL name",
      { defaults: { due_at: now } as object },
      'defaults of notes: no column "due_at". Use one of: id, owner, mood, rank, dueAt, data.',
    ],
    [
      "a default of another kind",
      { defaults: { rank: { kind: "literal", value: "x" } } },
      'defaults of notes: invalid input syntax for type integer: "x". Give a value of the column\'s kind.',
    ],
    [
      "a default that is a column",
      { defaults: { rank: bogus } },
      "defaults of notes: rank is given a column. Give a value or a claim.",
    ],
  ])("%s", (_, options, message) => {
    expect(() => compile(options)).toThrow(DefinitionError);
    expect(() => compile(options)).toThrow(message);
  });

  it("rules of no collection", () => {
    expect(() => compilePolicy(model, [rulesFor(strange, {})], {})).toThrow("rules of strange: it is no collection");
  });

  it("rules of one collection twice, empty ones too", () => {
    const twice = [rulesFor(notes, {}), rulesFor(notes, {})];
    expect(() => compilePolicy(model, twice, {})).toThrow("rules of notes: they are declared twice. Join them");
  });
});

describe("a role that cannot be is refused:", () => {
  it.each<readonly [RoleDefinitions, string]>([
    [{ anon: "authenticated" }, "role anon: it is built in. Choose another name."],
    [{ authenticated: "anon" }, "role authenticated: it is built in."],
    [{ service_role: "anon" }, "role service_role: it is built in."],
    [{ a: "b" }, 'role a: it extends "b", which does not exist. Use one of: anon, authenticated, a.'],
    [{ a: "service_role" }, 'role a: it extends "service_role", which does not exist.'],
    [{ a: "a" }, "role a: it extends itself. Break the circle."],
    [{ a: "b", b: "c", c: "a" }, "role a: it extends itself."],
    [{ a: "toString" }, "role a: it extends"],
  ])("%j", (definitions, message) => {
    expect(() => compilePolicy(model, [], definitions)).toThrow(message);
  });
});

describe("a grant", () => {
  const policy = compile({
    select: [allow("anon"), allow("author", "editor")],
    update: [allow("author").when(eq(notes.owner, caller.id))],
  });

  it.each([
    ["anon", 1],
    ["authenticated", 1],
    ["author", 2],
    ["editor", 2],
    ["service_role", 1],
    ["stranger", 0],
    ["", 0],
    ["constructor", 0],
  ])("to a role is to all that extend it: %s has %i", (role, count) => {
    expect(policy.permissions("notes", "select", role)).toHaveLength(count);
  });

  it("that is not there permits nothing, but to the service", () => {
    expect(policy.permissions("notes", "delete", "editor")).toEqual([]);
    expect(policy.permissions("shares", "select", "editor")).toEqual([]);
    expect(policy.permissions("shares", "delete", "service_role")).toMatchObject([{ columns: null }]);
    expect(["anon", "editor", "service_role", "boss"].map(policy.knowsRole)).toEqual([true, true, true, false]);
  });

  it("of an update without check must still fulfil its when", () => {
    const [permission] = policy.permissions("notes", "update", "author");
    expect(permission?.check).toBe(permission?.when);
    expect(permission?.when).toMatchObject({ kind: "compare", operator: "eq", left: { depth: 0, column: "owner" } });
  });

  it("of no column shows none", () => {
    const [permission] = compile({ select: [allow("anon").only()] }).permissions("notes", "select", "anon");
    expect(permission?.columns).toEqual(new Set());
  });
});

describe("a condition, compiled,", () => {
  const compiledWhen = (condition: Condition) =>
    compile(when(condition)).permissions("notes", "select", "anon")[0]?.when;

  it("knows which row a column is of", () => {
    const inner = exists(notes, eq(notes.rank, outer(notes.rank)));
    expect(compiledWhen(exists(shares, eq(shares.note, notes.id)))).toMatchObject({
      where: { left: { depth: 0, column: "note" }, right: { depth: 1, column: "id" } },
    });
    expect(compiledWhen(inner)).toMatchObject({ where: { left: { depth: 0 }, right: { depth: 1 } } });
    expect(compiledWhen(exists(shares, inner))).toMatchObject({
      where: { where: { left: { depth: 0 }, right: { depth: 2 } } },
    });
  });

  it("holds values in their stored form", () => {
    expect(compiledWhen(gt(notes.dueAt, "2026-01-01T01:00:00+01:00"))).toMatchObject({
      right: { kind: "literal", value: "2026-01-01T00:00:00+00:00" },
    });
    expect(compiledWhen(eq(notes.rank, "7"))).toMatchObject({ right: { value: 7 } });
    expect(compiledWhen(eq(claim("level"), 7))).toMatchObject({ right: { value: "7" } });
  });

  it("loses what is constant", () => {
    expect(compiledWhen(not(not(always)))).toEqual({ kind: "constant", value: true });
    expect(compiledWhen({ kind: "and", items: [] })).toEqual({ kind: "constant", value: true });
    expect(compiledWhen({ kind: "or", items: [] })).toEqual({ kind: "constant", value: false });
    expect(compiledWhen({ kind: "and", items: [always, isNull(notes.data)] })).toMatchObject({ kind: "null" });
    expect(compiledWhen({ kind: "or", items: [always, neq(notes.rank, 1)] })).toEqual({
      kind: "constant",
      value: true,
    });
  });
});
