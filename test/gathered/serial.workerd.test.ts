import { env } from "cloudflare:workers";
import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import type { LogRow } from "../../src/changes/ports.ts";
import { openStage, type Stage, sessionOf } from "../scenarios/stage.ts";
import { askedBy, type Deed, done, kinds } from "./deeds.ts";
import { listening } from "./listening.ts";
import { hasOrder, type Rows, type Seen } from "./order.ts";
import { people, shop } from "./shop.ts";

// Requests that come at once share transactions. Whatever comes together: each is answered, and each change is logged in
// the name of who made it, as if they had come one after the other; the feed is told what the log says.

let stage: Stage;
const feed = listening();
beforeAll(async () => {
  stage = await openStage({ app: shop, seed: {}, people, bindings: { FEED: feed.binding } });
  await run(`delete from auth_sessions where id = '${sessionOf(people.gone)}'`);
});

async function run(...texts: readonly string[]): Promise<void> {
  await env.DB.batch(texts.map((text) => env.DB.prepare(text)));
}

async function ask(deed: Deed): Promise<{ readonly answer: string; readonly calls: readonly number[] }> {
  const { line, headers, body } = askedBy(deed);
  const [method = "", path = ""] = line.split(" ");
  const { text, recording } = await stage.fetch(
    new Request(`http://perigee.test${path}`, {
      method,
      headers: { "content-type": "application/json", ...(await stage.credentials(deed.who)), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
  return {
    answer: text === "" ? "" : answerOf(deed, JSON.parse(text)),
    calls: recording.batches.map((batch) => batch.filter((sql) => ownEnd.test(sql)).length),
  };
}

/** What deeds answer: the data, or the code of what was refused. */
function answerOf({ kind }: Deed, body: { readonly code?: string; readonly data?: unknown; errors?: unknown }): string {
  if (kind !== "both") return body.code ?? JSON.stringify(body);
  return body.errors === undefined && body.code === undefined ? JSON.stringify(body.data) : "refused";
}

/** The last statement of a write. */
const ownEnd = /^update "_perigee_c(?:hanges|ontext)"/;

const names = new Map<string, string>(Object.entries(people).map(([name, { id }]) => [id, name]));

async function left(answers: readonly string[]): Promise<Seen> {
  const [shelves, books, cards, log] = await env.DB.batch<Record<string, string>>([
    env.DB.prepare("select id, label as value from shelves"),
    env.DB.prepare("select id, shelf as value from books"),
    env.DB.prepare("select id, words as value from cards"),
    env.DB.prepare("select operation, table_name, key ->> '$.id' as id, actor from _perigee_changes order by seq"),
  ]);
  const table = <Value>(found: typeof shelves): Map<number, Value> =>
    new Map(found?.results.map(({ id, value }) => [Number(id), value as Value]));
  const changes = (log?.results ?? []).map(({ operation, table_name, id, actor }) => {
    return `${operation} ${table_name} ${id} by ${names.get(String(actor)) ?? actor}`;
  });
  return { answers, log: changes, rows: { shelves: table(shelves), books: table(books), cards: table(cards) } };
}

const start: Rows = {
  shelves: new Map([
    [1, "one"],
    [2, "two"],
  ]),
  books: new Map([[2, 1]]),
  cards: new Map(),
};

/** @returns how many changes the feed was told of */
async function checkTold(): Promise<number> {
  const signals = await feed.take();
  const all = "select seq, table_name, key, operation, before, after, actor, at from _perigee_changes order by seq";
  const { results } = await env.DB.prepare(all).all<LogRow>();
  const rows = new Map(results.map((row) => [row.seq, row]));
  const told = new Map(signals.flat().map((row) => [row.seq, row]));
  for (const row of signals.flat()) expect(row).toEqual(rows.get(row.seq));
  // A signal of nothing says: read the log.
  const isAll = signals.every((signal) => signal.length > 0);
  if (isAll) expect(new Set(told.keys())).toEqual(new Set(rows.keys()));
  return told.size;
}

/** Of the calm ones none is refused: those that are make fewer go together. */
const calm = ["quiet", "merge", "relabel", "clear", "words", "look", "find"] as const;

function deedsOf(kind: readonly Deed["kind"][], who: fc.Arbitrary<Deed["who"]>): fc.Arbitrary<Deed[]> {
  const deed = fc.record<Deed>({ kind: fc.constantFrom(...kind), who, id: fc.integer({ min: 1, max: 4 }) });
  return fc.array(deed, { minLength: 4, maxLength: 7 });
}

const signedIn = fc.constantFrom<Deed["who"]>("ann", "bob");
const anybody = fc.oneof(
  { weight: 20, arbitrary: signedIn },
  { weight: 1, arbitrary: fc.constant<Deed["who"]>("gone") },
);
const deeds = fc.oneof(deedsOf(calm, signedIn), deedsOf(kinds, signedIn), deedsOf(kinds, anybody));

it("are answered, logged and kept as one after the other", async () => {
  let shared = 0;
  let told = 0;
  await fc.assert(
    fc.asyncProperty(deeds, async (all) => {
      await run(
        ...["books", "shelves", "cards", "_perigee_changes"].map((name) => `delete from ${name}`),
        "insert into shelves values (1, 'one'), (2, 'two')",
        "insert into books values (2, 1)",
        "delete from _perigee_changes",
      );
      const asked = await Promise.all(all.map(ask));
      shared += asked.flatMap(({ calls }) => calls).filter((writes) => writes > 1).length;
      const seen = await left(asked.map(({ answer }) => answer));
      const does = all.map((deed) => (rows: Rows) => done(deed, rows));
      if (!hasOrder(does, start, seen)) expect({ all, ...seen }, "is no order").toBeNull();
      told += await checkTold();
    }),
    { numRuns: 200 },
  );
  // They did share, for all those that fail.
  expect(shared).toBeGreaterThan(20);
  expect(told).toBeGreaterThan(50);
});
