import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { library } from "../apps/library.ts";
import { people, seed } from "../scenarios/library-seed.ts";
import { openStage, type Stage } from "../scenarios/stage.ts";

// Calls of functions with anything in every place. Those that fail by their own fault are not asked.
const functions = (library.functions ?? []).filter(
  ({ name }) => !/^(?:explode|explode_oddly|liar|row_liar|raise|conditions|queried)$/.test(name),
);
const names = functions.map(({ name }) => name);

const odd = fc.oneof(
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.constantFrom(
    "__proto__",
    "constructor",
    "toString",
    "a",
    "id",
    "name",
    "double",
    "arr",
    "select",
    "limit",
    "columns",
  ),
  fc.constantFrom(
    "eq.1",
    "in.(1,2",
    "is.null",
    "{a,",
    "[[",
    "1e999",
    "-0",
    "9".repeat(400),
    "'; drop table books; --",
    "\u0000",
  ),
);

const pairs = fc.array(fc.tuple(odd, odd), { maxLength: 5 });
const words = fc.constantFrom(
  "select=id",
  "select=*,authors(*)",
  "order=id.desc",
  "limit=-1",
  "offset=x",
  "id=gt.1",
  "and=(id.gt.1",
  "columns=a",
);

const types = fc.oneof(
  fc.constantFrom(
    "application/json",
    "application/x-www-form-urlencoded",
    "text/csv",
    "text/plain",
    "application/octet-stream",
  ),
  fc.constantFrom("constructor", "__proto__", "a/b", ";", "application/json; charset=x"),
);

const bodies = fc.oneof(
  fc.json({ maxDepth: 4 }),
  fc.dictionary(odd, fc.jsonValue({ maxDepth: 3 })).map((given) => JSON.stringify(given)),
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.constantFrom("[".repeat(20_000), `${"[".repeat(5_000)}${"]".repeat(5_000)}`, '{"a":1e999}', "a,b\n1", 'a="'),
);

/** A function and values for each of its own arguments: of their types by chance alone. */
const own = fc.constantFrom(...functions).chain(({ name, input }) => {
  const keys = input !== undefined && "shape" in input ? Object.keys(input.shape) : [];
  const value = fc.oneof(odd, fc.integer(), fc.double(), fc.jsonValue({ maxDepth: 3 }));
  const given = fc.record(Object.fromEntries(keys.map((key) => [key, value])), { requiredKeys: [] });
  return fc.tuple(fc.constant(name), given);
});

const calls = fc.record({
  name: fc.oneof({ weight: 20, arbitrary: fc.constantFrom(...names) }, { weight: 1, arbitrary: odd }),
  own,
  isOwn: fc.boolean(),
  method: fc.constantFrom("GET", "GET", "POST", "POST", "POST", "HEAD", "OPTIONS", "PUT"),
  query: fc.tuple(pairs, fc.array(words, { maxLength: 2 })),
  type: types,
  body: bodies,
  accept: fc.constantFrom("*/*", "text/csv", "text/plain", "application/vnd.pgrst.object+json", "constructor"),
  prefer: fc.constantFrom("", "count=exact", "handling=strict, max-affected=0", "tx=rollback"),
  who: fc.constantFrom("anon", "reader", "librarian", "service"),
});

describe("a call with anything in it", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage({ app: library, seed, people });
  });

  it("is answered, with no fault of ours and no word of the database's", { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(calls, async ({ own: [ownName, ownArguments], isOwn, ...call }) => {
        const { method, query, accept, prefer, who } = call;
        const [name, body, type] = isOwn
          ? [ownName, JSON.stringify(ownArguments), "application/json"]
          : [call.name, call.body, call.type];
        const texts = Object.entries(ownArguments).map(([key, value]): [string, string] => [
          key,
          typeof value === "string" ? value : JSON.stringify(value),
        ]);
        const isRead = method === "GET" || method === "HEAD";
        const given = (isOwn ? (isRead ? texts : []) : query[0]).map(
          ([key, value]) => `${encode(key)}=${encode(value)}`,
        );
        const { response, text } = await stage.fetch(
          new Request(`http://perigee.test/rest/v1/rpc/${encode(name)}?${[...given, ...query[1]].join("&")}`, {
            method,
            headers: { ...(await stage.credentials(who)), "content-type": type, accept, prefer },
            ...(method === "POST" || method === "PUT" ? { body } : {}),
          }),
        );
        expect(response.status, text).toBeLessThan(500);
        expect(text).not.toMatch(/SQLITE|json_each|_perigee|perigee:|\bat \w+ \(/);
      }),
      { numRuns: 2_000, endOnFailure: true },
    );
  });
});

function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
