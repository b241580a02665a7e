import { env } from "cloudflare:workers";
import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import { readSince } from "../../src/changes/log.ts";
import { defineApp } from "../../src/define.ts";
import { createEngine } from "../../src/engine/engine.ts";
import { resolveLimits } from "../../src/engine/limits.ts";
import { collectionOf, orderBy, plainField, readOf, readRequest } from "../../src/engine/test-engine.ts";
import { anonymous, type Principal } from "../../src/kernel/principal.ts";
import { beginning, type Watermark } from "../../src/kernel/watermark.ts";
import { LiveCore } from "../../src/live/core.ts";
import { rowJson } from "../../src/live/encode.ts";
import type { Interest } from "../../src/live/live.ts";
import { resolveLive } from "../../src/live/settings.ts";
import { d1Database } from "../../src/platform/d1.ts";
import {
  and,
  type Condition,
  caller,
  claim,
  eq,
  exists,
  gt,
  isIn,
  isNull,
  not,
  or,
} from "../../src/rules/condition.ts";
import { allow, type RuleSet, rulesFor } from "../../src/rules/grant.ts";
import { compilePolicy, type Policy } from "../../src/rules/policy.ts";
import { collection } from "../../src/schema/collection.ts";
import { compileModel } from "../../src/schema/compile.ts";
import { sql } from "../../src/sql/fragment.ts";
import { ddl } from "../../tools/db/ddl.ts";

// What a principal is told of a write is what their reads before and after it differ in: reads are SQL, what is told is
// decided in memory. Rules, principals and writes are random.

const members = sqliteTable("members", { team: text().notNull(), person: text().notNull() }, (table) => [
  primaryKey({ columns: [table.team, table.person] }),
]);

const docs = sqliteTable("docs", {
  id: integer().primaryKey(),
  owner: text(),
  team: text(),
  level: integer(),
  open: integer({ mode: "boolean" }).notNull(),
  note: text(),
});

const app = defineApp({ name: "equivalence", collections: [collection(docs), collection(members)], rules: [] });
const model = compileModel(app.collections);
const table = collectionOf(model, "docs");
const database = d1Database(env.DB);
const limits = resolveLimits();
const alive = () => sql`1`;

beforeAll(async () => {
  await env.DB.batch((await ddl(app)).map((statement) => env.DB.prepare(statement)));
});

const leaf = fc.constantFrom<Condition>(
  eq(docs.owner, caller.id),
  eq(docs.team, claim("team")),
  isIn(docs.team, claim("teams")),
  isNull(docs.owner),
  eq(docs.open, true),
  gt(docs.level, 1),
  eq(docs.team, "t1"),
  exists(members, and(eq(members.team, docs.team), eq(members.person, caller.id))),
);
const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    { weight: 3, arbitrary: leaf },
    { weight: 1, arbitrary: tie("condition").map((inner) => not(inner)) },
    { weight: 1, arbitrary: fc.tuple(tie("condition"), tie("condition")).map(([one, other]) => and(one, other)) },
    { weight: 1, arbitrary: fc.tuple(tie("condition"), tie("condition")).map(([one, other]) => or(one, other)) },
  ),
}));
const columns = fc.subarray([docs.owner, docs.team, docs.level, docs.open, docs.note]);
const grant = fc
  .tuple(fc.constantFrom("anon", "authenticated"), condition, fc.option(columns, { nil: null }))
  .map(([role, when, shown]) => {
    const granted = allow(role).when(when);
    return shown === null ? granted : granted.only(docs.id, ...shown);
  });
const rules = fc
  .array(grant, { minLength: 1, maxLength: 3 })
  .map((select): readonly RuleSet[] => [rulesFor(docs, { select: [...select] })]);

function user(id: string, claims: Record<string, string | string[]>): Principal {
  return { id, role: "authenticated", sessionId: null, claims: { sub: id, ...claims } };
}

const principals: readonly Principal[] = [
  anonymous,
  user("u1", { team: "t1", teams: ["t2"] }),
  user("u2", { team: "t2", teams: ["t1", "t3"] }),
  user("u3", {}),
];

const id = fc.integer({ min: 1, max: 4 });
const maybe = (...values: readonly string[]): fc.Arbitrary<string> => fc.constantFrom("null", ...values);
const cells: Readonly<Record<string, fc.Arbitrary<string>>> = {
  owner: maybe("'u1'", "'u2'"),
  team: maybe("'t1'", "'t2'", "'t3'"),
  level: maybe("1", "2"),
  open: fc.constantFrom("0", "1"),
  note: maybe("'a'", "'b'"),
};
const names = Object.keys(cells);
const write = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .tuple(id, fc.tuple(...Object.values(cells)))
      .map(([of, values]) => `insert or ignore into docs (id, ${names}) values (${of}, ${values})`),
  },
  {
    weight: 5,
    arbitrary: fc
      .constantFrom(...Object.entries(cells))
      .chain(([name, cell]) =>
        fc.tuple(id, cell).map(([of, value]) => `update docs set ${name} = ${value} where id = ${of}`),
      ),
  },
  { weight: 2, arbitrary: id.map((of) => `delete from docs where id = ${of}`) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom("t1", "t2"), fc.constantFrom("u1", "u2", "u3"), fc.boolean())
      .map(([team, person, joins]) =>
        joins
          ? `insert or ignore into members values ('${team}', '${person}')`
          : `delete from members where team = '${team}' and person = '${person}'`,
      ),
  },
);

type Shown = Readonly<Record<string, unknown>>;

interface Told {
  readonly operation: string;
  readonly before: Shown | null;
  readonly after: Shown | null;
}

interface Filter {
  readonly where: Interest["where"];
  readonly holds: (row: Shown) => boolean;
}

const all: Filter = { where: null, holds: () => true };
const ofTeam: Filter = {
  where: {
    filter: {
      kind: "compare",
      field: plainField(table, "team"),
      operator: "eq",
      keyword: null,
      value: { argument: 0 },
      quantifier: null,
    },
    arguments: [{ kind: "text", text: "t1" }],
  },
  holds: (row) => row.team === "t1",
};

interface Subscriber {
  readonly principal: Principal;
  readonly filter: Filter;
  readonly told: Told[];
}

function startLive(policy: Policy): LiveCore {
  const keep = { loadWatermark: () => null, saveWatermark: () => undefined };
  const onFault = (error: unknown): void => {
    throw error;
  };
  return new LiveCore({
    ...{ connection: "one", model, policy, database, alive, onFault },
    feed: { register: async () => 1 },
    memory: { ...keep, loadVersion: () => null, saveVersion: () => undefined },
    settings: resolveLive(),
    clock: () => 0,
    delay: () => new Promise((resolve) => setTimeout(resolve, 0)),
    wake: () => undefined,
  });
}

async function subscribed(live: LiveCore): Promise<readonly Subscriber[]> {
  const asked = principals.flatMap((principal) => [all, ofTeam].map((filter) => subscribe(live, principal, filter)));
  const subscribers = (await Promise.all(asked)).filter((each) => each !== null);
  await new Promise((resolve) => setTimeout(resolve, 2));
  return subscribers;
}

/** Null for who may read nothing of the table. */
async function subscribe(live: LiveCore, principal: Principal, filter: Filter): Promise<Subscriber | null> {
  const told: Told[] = [];
  const operations = new Set(["INSERT", "UPDATE", "DELETE"] as const);
  const started = await live.subscribe({
    principal,
    since: null,
    interests: [{ collection: table, operations, where: filter.where, columns: null }],
    deliver: ({ operation, before, after }) => {
      const [was = null, is = null] = [before, after].map((row) =>
        row === null ? null : JSON.parse(rowJson(row, table)),
      );
      told.push({ operation, before: was, after: is });
    },
    reset: () => undefined,
    ended: () => undefined,
  });
  return started.ok ? { principal, filter, told } : null;
}

type Seen = ReadonlyMap<Principal, ReadonlyMap<number, Shown>>;

/** What every principal sees, by id. */
function reader(policy: Policy): () => Promise<Seen> {
  const engine = createEngine({ model, policy, database, limits, alive });
  const request = readRequest(readOf(table, { order: orderBy(table, "id") }));
  return async () => {
    const found = await Promise.all(
      principals.map(async (principal): Promise<[Principal, ReadonlyMap<number, Shown>]> => {
        const answer = await engine.read(request, { principal, now: "2026-01-01T00:00:00+00:00" });
        const rows: { readonly id: number }[] = answer.ok ? JSON.parse(answer.value.json) : [];
        return [principal, new Map(rows.map((row) => [row.id, row]))];
      }),
    );
    return new Map(found);
  };
}

/** What somebody is told of a write to one row, by what they saw before and see after it. */
function expected(was: Shown | undefined, is: Shown | undefined, { holds }: Filter, isGone: boolean): Told | null {
  if (is !== undefined) {
    if (!holds(is)) return null;
    return { operation: was === undefined ? "INSERT" : "UPDATE", before: was ?? null, after: is };
  }
  if (was === undefined || !holds(was)) return null;
  return { operation: "DELETE", before: isGone ? was : { id: was.id }, after: null };
}

let position: Watermark = beginning;

it("tells everybody what their own reads before and after a write differ in, and nobody anything else", async () => {
  let events = 0;
  await fc.assert(
    fc.asyncProperty(rules, fc.array(write, { minLength: 8, maxLength: 14 }), async (asked, writes) => {
      await env.DB.batch(["delete from docs", "delete from members"].map((text) => env.DB.prepare(text)));
      position = (await readSince(database, position, 1_000)).end;
      const policy = compilePolicy(model, asked, {});
      const live = startLive(policy);
      const subscribers = await subscribed(live);
      const read = reader(policy);
      let before = await read();
      for (const statement of writes) {
        await env.DB.prepare(statement).run();
        const after = await read();
        const { changes, end } = await readSince(database, position, 1_000);
        await live.receive({ from: position, to: end, changes, reset: null });
        position = end;
        const [change] = changes.filter(({ collection: name }) => name === "docs");
        for (const { principal, filter, told } of subscribers) {
          const key = Number(change?.key.id);
          const was = before.get(principal)?.get(key);
          const is = after.get(principal)?.get(key);
          const one = change === undefined ? null : expected(was, is, filter, change.operation === "DELETE");
          expect(told.splice(0), `${principal.id}: ${statement}`).toEqual(one === null ? [] : [one]);
          if (one !== null) events++;
        }
        before = after;
      }
    }),
    { numRuns: 25, endOnFailure: true },
  );
  expect(events).toBeGreaterThan(50);
});
