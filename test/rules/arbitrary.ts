import { integer, real, sqliteTable, text } from "drizzle-orm/sqlite-core";
import fc from "fast-check";
import type { Principal } from "../../src/kernel/principal.ts";
import { assurance, factorWithin, signedInBy, signedInWithin } from "../../src/rules/assurance.ts";
import { compileCondition } from "../../src/rules/compile-condition.ts";
import {
  ago,
  and,
  before,
  type Condition,
  caller,
  claim,
  eq,
  exists,
  gt,
  gte,
  isIn,
  isNull,
  lt,
  lte,
  neq,
  not,
  now,
  or,
  outer,
  type Side,
} from "../../src/rules/condition.ts";
import type { Row } from "../../src/rules/evaluate.ts";
import type { Expression } from "../../src/rules/expression.ts";
import { collection } from "../../src/schema/collection.ts";
import { bigint, timestamp, uuid } from "../../src/schema/columns.ts";
import { compileModel } from "../../src/schema/compile.ts";
import type { Collection, Model } from "../../src/schema/model.ts";

/** Two tables with every kind that rules compare, most of it nullable. */
export const notes = sqliteTable("notes", {
  id: integer().primaryKey(),
  owner: uuid(),
  title: text(),
  state: text({ enum: ["draft", "open", "done"] }),
  rank: integer(),
  huge: bigint(),
  score: real(),
  pinned: integer({ mode: "boolean" }),
  due: timestamp(),
  seen: integer({ mode: "timestamp" }),
});

export const shares = sqliteTable("shares", {
  id: integer().primaryKey(),
  note: integer(),
  person: uuid(),
  level: integer(),
  label: text(),
});

export const model: Model = compileModel([collection(notes), collection(shares)]);

export const people: readonly string[] = [
  "00000000-0000-4000-8000-000000000001",
  "00000000-0000-4000-8000-000000000002",
  "00000000-0000-4000-8000-000000000003",
];
const words: readonly string[] = ["", "a", "B", "ab", "é", "z", "10", "9", "😀", "\uffee", "%", "it's"];
const moments: readonly string[] = [
  "2026-01-01T00:00:00+00:00",
  "2026-01-01T00:00:00.5+00:00",
  "2026-06-30T23:59:59.123456+00:00",
];

const values: Readonly<Record<string, readonly (string | number | bigint)[]>> = {
  id: [1, 2, 3],
  owner: people,
  title: words,
  state: ["draft", "open", "done"],
  rank: [-1, 0, 1, 2, 10],
  huge: [0, 1, 9_007_199_254_740_993n, -9_223_372_036_854_775_808n],
  score: [-0.5, 0, 1, 2.5, 10],
  pinned: [0, 1],
  due: moments,
  seen: [0, 1_767_225_600, 1_782_863_999],
  note: [1, 2, 3],
  person: people,
  level: [0, 1, 2],
  label: words,
};

function rowOf(names: readonly string[]): fc.Arbitrary<Row> {
  const members = names.map((name): [string, fc.Arbitrary<string | number | bigint | null>] => [
    name,
    fc.option(fc.constantFrom(...(values[name] ?? [])), { nil: null, freq: 3 }),
  ]);
  return fc.record(Object.fromEntries(members));
}

const noteColumns = ["owner", "title", "state", "rank", "huge", "score", "pinned", "due", "seen"];

export const noteRow: fc.Arbitrary<Row> = rowOf(noteColumns);
export const shareRow: fc.Arbitrary<Row> = rowOf(["note", "person", "level", "label"]);

/** Of a token: before and after the moment of the test, which is 2026-06-30T23:59:59, and what no issuer writes. */
const method = fc.oneof(
  fc.record({
    method: fc.constantFrom("password", "passkey", "totp", "mfa/webauthn"),
    timestamp: fc.constantFrom(0, 1_782_863_390, 1_782_863_990, 1_782_864_600, -1e300, 1.5, "soon", null),
  }),
  fc.constantFrom("totp", "pwd", 7, null, {}),
);

export const principal: fc.Arbitrary<Principal> = fc.record({
  id: fc.option(fc.constantFrom(...people), { nil: null }),
  role: fc.constantFrom("anon", "authenticated", "open"),
  sessionId: fc.constant(null),
  claims: fc.record(
    {
      level: fc.oneof(fc.integer({ min: -1, max: 3 }), fc.constantFrom("1", "x", true, null)),
      title: fc.oneof(fc.constantFrom(...words), fc.integer()),
      aal: fc.constantFrom("aal1", "aal2", "aal3", "", 2, null),
      amr: fc.oneof(fc.array(method, { maxLength: 3 }), fc.constantFrom("totp", null, 5)),
      people: fc.oneof(fc.array(fc.constantFrom(...people, "junk", 5, null), { maxLength: 3 }), fc.constant("none")),
    },
    { requiredKeys: [] },
  ),
});

type Compare = (left: Side, right: Side) => Condition;
const comparisons: readonly Compare[] = [eq, neq, gt, gte, lt, lte];
const bothRows = { plain: (column: Side): Side => column };

/** Comparisons that fit together, over the rows in reach. */
function atom(reach: "note" | "share", hasBefore: boolean): fc.Arbitrary<Condition> {
  const compare = fc.constantFrom(...comparisons);
  const wrap = hasBefore && reach === "note" ? fc.constantFrom(bothRows.plain, asBefore) : fc.constant(bothRows.plain);
  const note = fc
    .tuple(compare, wrap, fc.nat(21))
    .map(([make, side, choice]): Condition => noteAtom(make, side, choice));
  const share = fc.tuple(compare, fc.nat(6)).map(([make, choice]): Condition => shareAtom(make, choice));
  return reach === "note" ? note : fc.oneof(note, share);
}

function asBefore(side: Side): Side {
  return typeof side === "object" && "table" in side ? before(side) : side;
}

function noteAtom(make: Compare, side: (column: Side) => Side, choice: number): Condition {
  const atoms: readonly (() => Condition)[] = [
    () => make(side(notes.owner), caller.id),
    () => make(side(notes.title), claim("title")),
    () => make(side(notes.title), "ab"),
    () => make(side(notes.state), "open"),
    () => make(side(notes.rank), claim("level")),
    () => make(side(notes.rank), notes.huge),
    () => make(side(notes.score), notes.rank),
    () => eq(side(notes.pinned), true),
    () => make(side(notes.due), now),
    () => make(side(notes.seen), now),
    () => isIn(side(notes.owner), claim("people")),
    () => isIn(side(notes.title), ["a", "10", "😀"]),
    () => isNull(side(notes.title)),
    () => make(side(notes.due), ago(15_638_400)),
    () => make(side(notes.seen), ago(0)),
    () => make(side(notes.seen), caller.signedInAt),
    () => make(side(notes.due), caller.factorAt),
    () => assurance("aal2"),
    () => signedInWithin(60),
    () => factorWithin(600),
    () => signedInBy("totp"),
    () => isNull(caller.factorAt),
  ];
  return atoms[choice]?.() ?? isNull(notes.rank);
}

function shareAtom(make: Compare, choice: number): Condition {
  const atoms: readonly (() => Condition)[] = [
    () => eq(shares.note, notes.id),
    () => make(shares.person, caller.id),
    () => make(shares.level, notes.rank),
    () => make(shares.label, notes.title),
    () => make(caller.role, "open"),
    () => make(outer(notes.rank), shares.level),
    () => isNull(shares.label),
  ];
  return atoms[choice]?.() ?? isNull(shares.label);
}

/** Conditions nested a few levels, `exists` over either table among them. */
export function condition(hasBefore: boolean): fc.Arbitrary<Condition> {
  return nested("note", 3, hasBefore);
}

function nested(reach: "note" | "share", depth: number, hasBefore: boolean): fc.Arbitrary<Condition> {
  const leaf = atom(reach, hasBefore);
  if (depth === 0) return leaf;
  const inner = nested(reach, depth - 1, hasBefore);
  return fc.oneof(
    { weight: 4, arbitrary: leaf },
    { weight: 2, arbitrary: fc.array(inner, { maxLength: 3 }).map((items) => and(...items)) },
    { weight: 2, arbitrary: fc.array(inner, { maxLength: 3 }).map((items) => or(...items)) },
    { weight: 1, arbitrary: inner.map(not) },
    { weight: 1, arbitrary: nested("share", depth - 1, hasBefore).map((where) => exists(shares, where)) },
  );
}

const root = model.collections.get("notes") as Collection;

export function compiled(given: Condition, hasBefore: boolean): Expression {
  return compileCondition(given, { model, where: "test", scopes: [root], hasBefore });
}
