import { env } from "cloudflare:workers";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Json } from "../../kernel/json.ts";
import { template } from "../../sql/compile.ts";
import { type Sql, sql } from "../../sql/fragment.ts";
import type { Slot } from "../slot.ts";
import { documentContains, documentOrder, documentsEqual } from "./document.ts";

type Members = Readonly<Record<string, Json>>;

const isMembers = (json: Json): json is Members => typeof json === "object" && json !== null && !Array.isArray(json);
const isScalar = (json: Json): boolean => typeof json !== "object" || json === null;

/** PostgreSQL's documentation, section 8.14.3, read aloud. */
function contains(whole: Json, part: Json): boolean {
  if (Array.isArray(whole) && isScalar(part)) return whole.includes(part);
  return holds(whole, part);
}

function holds(whole: Json, part: Json): boolean {
  if (isScalar(whole) || isScalar(part)) return whole === part;
  if (Array.isArray(whole) || Array.isArray(part)) {
    if (!Array.isArray(whole) || !Array.isArray(part)) return false;
    return part.every((item: Json) => whole.some((other: Json) => holds(other, item)));
  }
  if (!isMembers(whole) || !isMembers(part)) return false;
  return Object.entries(part).every(([key, item]) => Object.hasOwn(whole, key) && holds(whole[key] ?? null, item));
}

function equal(a: Json, b: Json): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item: Json, index) => equal(item, b[index] ?? null));
  }
  if (!isMembers(a) || !isMembers(b)) return a === b;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && equal(a[key] ?? null, b[key] ?? null))
  );
}

function rankOf(json: Json): number {
  if (Array.isArray(json)) return json.length === 0 ? 0 : 5;
  return json === null ? 1 : { string: 2, number: 3, boolean: 4, object: 6, undefined: 0 }[typeof json as "string"];
}

/** Of a value and a scalar. */
function isGreater(a: Json, b: Json): boolean {
  const difference = rankOf(a) - rankOf(b);
  if (difference !== 0) return difference > 0;
  return typeof a === "string" && typeof b === "string" ? a > b : Number(a) > Number(b);
}

const scalar = fc.constantFrom<Json>(null, true, false, 0, 1, -2, 1.5, 1e20, "", "a", "b", "1", "null", "é", 'q"');
const key = fc.constantFrom("a", "b", "", "1", "x y", 'q"', "é.", "__proto__x");
const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    scalar,
    fc.array(tie("json"), { maxLength: 4 }),
    fc.dictionary(key, tie("json"), { maxKeys: 3, noNullPrototype: true }),
  ),
}));

/** A part of the value, so that some are contained: fewer members, in another order, some twice. */
function partOf(whole: Json, seed: number): Json {
  let state = seed;
  const chance = (): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor(state / 65_536) % 4;
  };
  const part = (value: Json): Json => {
    if (Array.isArray(value)) {
      const kept = value.filter(() => chance() > 0).map(part);
      return chance() === 0 ? [...kept, ...kept].reverse() : kept;
    }
    if (!isMembers(value)) return value;
    return Object.fromEntries(
      Object.entries(value)
        .toReversed()
        .filter(() => chance() > 0)
        .map(([name, item]) => [name, part(item)]),
    );
  };
  return part(whole);
}

async function ask(pairs: readonly (readonly [Json, Json])[], condition: Sql<Slot>): Promise<readonly unknown[]> {
  const { sql: text } = template(sql<Slot>`select ${condition} as answer from json_each(?1) pair order by pair.key`);
  const given = pairs.map((pair) => pair.map((side) => JSON.stringify(side)));
  const { results } = await env.DB.prepare(text).bind(JSON.stringify(given)).all<{ answer: unknown }>();
  return results.map(({ answer }) => answer);
}

const left = sql`(pair.value ->> 0)`;
const right = sql`(pair.value ->> 1)`;

function samples(): readonly (readonly [Json, Json])[] {
  const any = fc.sample(fc.tuple(json, json), { numRuns: 1_000 });
  const parts = fc.sample(fc.tuple(json, fc.nat()), { numRuns: 2_000 });
  return [...any, ...parts.map(([whole, seed]): readonly [Json, Json] => [whole, partOf(whole, seed)])];
}

it("contains what PostgreSQL's jsonb contains", async () => {
  const pairs = samples();
  const wanted = pairs.map(([whole, part]) => Number(contains(whole, part)));
  const given = await ask(pairs, documentContains(left, right, "left"));
  expect(pairs.filter((_, index) => given[index] !== wanted[index])).toEqual([]);
  const swapped = await ask(
    pairs.map(([whole, part]) => [part, whole]),
    documentContains(left, right, "right"),
  );
  expect(pairs.filter((_, index) => swapped[index] !== wanted[index])).toEqual([]);
  const hits = wanted.filter((answer) => answer === 1).length;
  expect(hits).toBeGreaterThan(1_000);
  expect(hits).toBeLessThan(2_900);
});

it("equals what PostgreSQL's jsonb equals", async () => {
  const pairs = samples();
  const wanted = pairs.map(([a, b]) => Number(equal(a, b)));
  expect(await ask(pairs, documentsEqual(left, right))).toEqual(wanted);
  expect(wanted.filter((answer) => answer === 1).length).toBeGreaterThan(300);
});

it("is in jsonb's order to any scalar", async () => {
  const pairs = fc.sample(fc.tuple(json, scalar), { numRuns: 2_000 });
  const wanted = pairs.map(([a, b]) => Number(isGreater(a, b)));
  expect(await ask(pairs, documentOrder(left, sql`>`, right))).toEqual(wanted);
  const atMost = wanted.map((answer) => 1 - answer);
  expect(await ask(pairs, documentOrder(left, sql`<=`, right))).toEqual(atMost);
});

it("compares numbers by value, however they are written", async () => {
  const written = '["{\\"a\\":[4.0,1e2]}","{\\"a\\":[4,100]}"]';
  const condition = (made: Sql<Slot>): string =>
    template(sql<Slot>`select ${made} as answer from json_each('[${sql`'||?1||'`}]') pair`).sql;
  for (const made of [documentsEqual(left, right), documentContains(left, right, "left")]) {
    const row = await env.DB.prepare(condition(made)).bind(written).first<{ answer: number }>();
    expect(row?.answer).toBe(1);
  }
});

it("knows nothing of NULL", async () => {
  const nothing = sql`null`;
  for (const made of [
    documentsEqual(nothing, right),
    documentOrder(nothing, sql`>`, right),
    documentContains(nothing, right, "left"),
    documentContains(nothing, right, "right"),
  ]) {
    expect(await ask([[1, 1]], made)).toEqual([null]);
  }
});
