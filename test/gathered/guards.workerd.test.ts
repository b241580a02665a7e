import { env } from "cloudflare:workers";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openStage, type Stage } from "../scenarios/stage.ts";
import { people, shop } from "./shop.ts";

// What a write demands of the rows, or of its key, holds among others that share its transaction, and for itself alone.

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ app: shop, seed: {}, people });
});

beforeEach(async () => {
  const clear = ["delete from shelves", "insert into shelves values (1, 'one')", "delete from _perigee_changes"];
  await env.DB.batch(clear.map((text) => env.DB.prepare(text)));
});

interface Asked {
  readonly who?: keyof typeof people;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

async function ask(line: string, { who = "ann", headers, body }: Asked = {}): Promise<Answer> {
  const [method = "", path = ""] = line.split(" ");
  const { response, text } = await stage.fetch(
    new Request(`http://perigee.test/rest/v1${path}`, {
      method,
      headers: { "content-type": "application/json", ...(await stage.credentials(who)), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
  return { status: response.status, text, headers: response.headers };
}

const numbers = Array.from({ length: 12 }, (_, n) => n);

/** One of another's writes beside each of those. */
async function among(make: (n: number) => Promise<Answer>): Promise<readonly Answer[]> {
  const other = (n: number) => ask("POST /shelves", { who: "bob", body: { id: 100 + n, label: "other" } });
  const all = await Promise.all(numbers.flatMap((n) => [make(n), other(n)]));
  expect(all.filter((_, place) => place % 2 === 1).map(({ status }) => status)).toEqual(numbers.map(() => 201));
  expect(await stage.rowsOf({ sql: "select count(*) as n from shelves where label = 'other'" })).toEqual([{ n: 12 }]);
  const by = `select count(*) as n from _perigee_changes where key ->> '$.id' >= 100 and actor = '${people.bob.id}'`;
  expect(await stage.rowsOf({ sql: by })).toEqual([{ n: 12 }]);
  return all.filter((_, place) => place % 2 === 0);
}

function statuses(answers: readonly Answer[]): readonly number[] {
  return answers.map(({ status }) => status).toSorted((one, other) => one - other);
}

const one = "/shelves?id=eq.1";

describe("writes that come at once", () => {
  it("take effect once where all demand the same state", async () => {
    const tag = (await ask(`GET ${one}`)).headers.get("etag") ?? "";
    const change = (n: number) => ask(`PATCH ${one}`, { headers: { "if-match": tag }, body: { label: `new ${n}` } });
    expect(statuses(await among(change))).toEqual([204, ...numbers.slice(1).map(() => 412)]);
    expect(await stage.rowsOf({ sql: "select seq from _perigee_changes where key ->> '$.id' = 1" })).toHaveLength(1);
  });

  it("make a row once where all demand that there is none", async () => {
    const make = (n: number) =>
      ask("PUT /shelves?id=eq.2", { headers: { "if-none-match": "*" }, body: { id: 2, label: `${n}` } });
    expect(statuses(await among(make))).toEqual([204, ...numbers.slice(1).map(() => 412)]);
  });

  it("happen once under one key", async () => {
    const headers = { "idempotency-key": "at-once", prefer: "return=representation" };
    const answers = await among(() => ask(`PATCH ${one}`, { headers, body: { label: "keyed" } }));
    const done = answers.filter(({ status }) => status === 200);
    expect(new Set(done.map(({ text }) => text))).toEqual(new Set([`[{"id":1,"label":"keyed"}]`]));
    expect(new Set(statuses(answers.filter(({ status }) => status !== 200)))).toEqual(
      done.length === answers.length ? new Set() : new Set([409]),
    );
    expect(await stage.rowsOf({ sql: "select seq from _perigee_changes where key ->> '$.id' = 1" })).toHaveLength(1);
  });

  it("of an ended session do nothing, and keep nobody from anything", async () => {
    const changed = await among((n) =>
      ask(`PATCH ${one}`, { who: n % 2 === 0 ? "gone" : "ann", body: { label: "x" } }),
    );
    expect(statuses(changed)).toEqual(numbers.map(() => 204));
    await env.DB.prepare(`delete from auth_sessions where user_id = '${people.gone.id}'`).run();
    await env.DB.batch(["shelves where id > 1", "_perigee_changes"].map((of) => env.DB.prepare(`delete from ${of}`)));
    const refused = await among((n) =>
      n % 2 === 0 ? ask(`PATCH ${one}`, { who: "gone", body: { label: "gone" } }) : ask(`GET ${one}`),
    );
    expect(statuses(refused)).toEqual([...numbers.slice(6).map(() => 200), ...numbers.slice(6).map(() => 401)]);
    expect(await stage.rowsOf({ sql: "select label from shelves where id = 1" })).toEqual([{ label: "x" }]);
  });
});
