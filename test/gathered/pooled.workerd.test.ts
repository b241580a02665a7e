import { env } from "cloudflare:workers";
import { type AnySQLiteColumn, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type App, defineApp } from "../../src/define.ts";
import { caller, eq, exists, not, outer } from "../../src/rules/condition.ts";
import { allow, rulesFor } from "../../src/rules/grant.ts";
import { collection } from "../../src/schema/collection.ts";
import { openStage, type Stage } from "../scenarios/stage.ts";
import { listening } from "./listening.ts";

// Inserts of one caller that come at once are one statement where nobody can tell. Where somebody could, they are not.

const events = sqliteTable("events", { id: integer().primaryKey(), what: text().notNull(), by: text() });
/** A seat is taken once: its rule looks at the other rows. */
const seats = sqliteTable("seats", { id: integer().primaryKey(), seat: text().notNull() });
/** A node may point at another. */
const nodes = sqliteTable("nodes", {
  id: integer().primaryKey(),
  parent: integer().references((): AnySQLiteColumn => nodes.id),
});

const app: App = defineApp({
  name: "pooled",
  collections: [collection(events), collection(seats), collection(nodes)],
  rules: [
    rulesFor(events, {
      select: [allow("anon", "authenticated")],
      insert: [allow("anon"), allow("authenticated").check(eq(events.by, caller.id))],
      defaults: { by: caller.id },
    }),
    rulesFor(seats, {
      select: [allow("anon")],
      insert: [allow("anon").check(not(exists(seats, eq(seats.seat, outer(seats.seat)))))],
    }),
    rulesFor(nodes, { insert: [allow("anon")] }),
  ],
});

const people = {
  ann: { id: "a0000000-0000-4000-8000-000000000001", role: "authenticated" },
  bob: { id: "b0000000-0000-4000-8000-000000000002", role: "authenticated" },
} as const;

let stage: Stage;
const feed = listening();
beforeAll(async () => {
  stage = await openStage({ app, seed: {}, people, bindings: { FEED: feed.binding } });
});

beforeEach(async () => {
  await env.DB.batch(
    [
      "drop trigger if exists skipping",
      ...["events", "seats", "nodes", "_perigee_changes"].map((of) => `delete from ${of}`),
    ].map((sql) => env.DB.prepare(sql)),
  );
  await feed.take();
});

interface Posted {
  readonly status: number;
  readonly inserts: number;
}

async function post(
  table: string,
  body: unknown,
  who: "anon" | "service" | keyof typeof people = "anon",
): Promise<Posted> {
  const { response, recording } = await stage.fetch(
    new Request(`http://perigee.test/rest/v1/${table}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...(await stage.credentials(who)) },
      body: JSON.stringify(body),
    }),
  );
  const inserts = recording.batches.flat().filter((sql) => sql.startsWith(`insert into "${table}"`)).length;
  return { status: response.status, inserts };
}

const numbers = Array.from({ length: 12 }, (_, n) => n);
const sum = (all: readonly Posted[]): number => all.reduce((total, { inserts }) => total + inserts, 0);
const statuses = (all: readonly Posted[]): readonly number[] => all.map(({ status }) => status);

async function logged(): Promise<readonly string[]> {
  const rows = await stage.rowsOf({
    sql: "select key ->> '$.id' || ' ' || coalesce(actor, '?') as line from _perigee_changes order by seq",
  });
  return (rows as readonly { readonly line: string }[]).map(({ line }) => line);
}

describe("inserts that come at once", () => {
  it("of one caller are one statement; each is answered, logged and told", async () => {
    // The feed says where it is.
    await post("seats", { id: 1, seat: "1A" });
    await feed.take();
    await env.DB.exec("delete from _perigee_changes");
    const answers = await Promise.all(numbers.map((n) => post("events", [{ id: n, what: `"[${n}]"` }])));
    expect(statuses(answers)).toEqual(numbers.map(() => 201));
    expect(sum(answers)).toBeLessThan(numbers.length);
    const rows = await stage.rowsOf({ sql: "select id, what from events order by id" });
    expect(rows).toEqual(numbers.map((id) => ({ id, what: `"[${id}]"` })));
    expect((await logged()).toSorted()).toEqual(numbers.map((n) => `${n} anon`).toSorted());
    const told = (await feed.take()).flat().map(({ seq }) => Number(seq));
    expect(new Set(told).size).toBe(told.length);
    expect(told).toHaveLength(numbers.length);
  });

  it("are as many rows as each brings", async () => {
    const bodies = numbers.map((n) => Array.from({ length: (n % 3) + 1 }, (_, of) => ({ id: n * 10 + of, what: "x" })));
    const answers = await Promise.all(bodies.map((body) => post("events", body)));
    expect(statuses(answers)).toEqual(numbers.map(() => 201));
    expect(sum(answers)).toBeLessThan(numbers.length);
    expect(await stage.rowsOf({ sql: "select id from events order by id" })).toEqual(
      bodies.flat().map(({ id }) => ({ id })),
    );
  });

  it("of several callers keep their names", async () => {
    const who = (n: number): "ann" | "bob" | "service" => (n % 3 === 0 ? "ann" : n % 3 === 1 ? "bob" : "service");
    const answers = await Promise.all(numbers.map((n) => post("events", { id: n, what: "x" }, who(n))));
    expect(statuses(answers)).toEqual(numbers.map(() => 201));
    expect(sum(answers)).toBeLessThan(numbers.length);
    const names = { ann: people.ann.id, bob: people.bob.id, service: "service_role" };
    expect((await logged()).toSorted()).toEqual(numbers.map((n) => `${n} ${names[who(n)]}`).toSorted());
    const owners = await stage.rowsOf({ sql: "select id, by from events order by id" });
    expect(owners).toEqual(numbers.map((id) => ({ id, by: who(id) === "service" ? null : names[who(id)] })));
  });

  it("are refused alone: a key that is taken fails nobody else's", async () => {
    const answers = await Promise.all(numbers.map((n) => post("events", { id: n === 7 ? 3 : n, what: "x" })));
    expect(statuses(answers).toSorted()).toEqual([...numbers.slice(1).map(() => 201), 409]);
    expect(await logged()).toHaveLength(numbers.length - 1);
  });

  it("are told apart where a trigger of the application leaves some of them out", async () => {
    await env.DB.exec(
      "create trigger skipping before insert on events when new.id % 4 = 0 begin select raise(ignore); end",
    );
    const answers = await Promise.all(numbers.map((n) => post("events", { id: n, what: "x" })));
    expect(statuses(answers)).toEqual(numbers.map(() => 201));
    const kept = numbers.filter((n) => n % 4 !== 0);
    expect(await stage.rowsOf({ sql: "select id from events order by id" })).toEqual(kept.map((id) => ({ id })));
    expect((await logged()).toSorted()).toEqual(kept.map((n) => `${n} anon`).toSorted());
  });

  it("keep their actors where a trigger of the application writes too", async () => {
    await env.DB.exec(
      "create trigger skipping before insert on events begin insert into seats (id, seat) values (new.id, 'x'); end",
    );
    for (const offset of [0, 100]) {
      const answers = await Promise.all(numbers.map((n) => post("events", { id: offset + n, what: "x" })));
      expect(statuses(answers)).toEqual(numbers.map(() => 201));
    }
    const of = (table: string) => ({
      sql: `select distinct actor from _perigee_changes where table_name = '${table}'`,
    });
    expect(await stage.rowsOf(of("events"))).toEqual([{ actor: "anon" }]);
    expect(await stage.rowsOf(of("seats"))).toEqual([{ actor: null }]);
  });

  it("leave others' changes alone where a trigger keeps their own from the log", async () => {
    await post("events", { id: 50, what: "x" }, "ann");
    await env.DB.exec("create trigger skipping after insert on events begin select raise(ignore); end");
    await Promise.all([1, 2, 3].map((n) => post("events", { id: n, what: "x" }, "bob")));
    expect((await logged())[0]).toBe(`50 ${people.ann.id}`);
  });

  it("are judged one after the other where a rule looks at the other rows", async () => {
    const answers = await Promise.all(numbers.map((n) => post("seats", { id: n, seat: "14F" })));
    expect(statuses(answers).toSorted()).toEqual([201, ...numbers.slice(1).map(() => 401)]);
    expect(await stage.rowsOf({ sql: "select count(*) as n from seats" })).toEqual([{ n: 1 }]);
  });

  it("come one after the other where a row may point at another of them", async () => {
    const chain = numbers.toReversed().map((n) => post("nodes", { id: n, parent: n === 0 ? null : n - 1 }));
    const answers = await Promise.all(chain);
    const kept = numbers.toReversed().filter((_, place) => answers[place]?.status === 201);
    expect(kept).toContain(0);
    expect(await stage.rowsOf({ sql: "select id from nodes order by id" })).toEqual(
      kept.toReversed().map((id) => ({ id })),
    );
    const order = (await logged()).map((line) => Number.parseInt(line, 10));
    expect(order.toSorted((one, other) => one - other)).toEqual(order);
  });
});
