import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type RealtimeServer, startRealtime } from "../realtime/server.ts";

// Requests that ask for an event stream, or pretend to: they go to the objects that hold streams.

let server: RealtimeServer;
beforeAll(async () => {
  server = await startRealtime();
});
afterAll(() => server?.stop());

const document = fc.constantFrom(
  "{ __typename }",
  "subscription { thingsChanges { operation } }",
  "subscription { thingsCollection { totalCount } }",
  "subscription { a: thingsChanges { operation } b: thingsChanges { operation } }",
  "subscription { nothing }",
  "mutation { deleteFromThingsCollection(atMost: 5) { affectedCount } }",
  "{",
  "",
);
const body = fc.oneof(
  document.map((query) => JSON.stringify({ query })),
  fc.tuple(document, fc.jsonValue({ maxDepth: 3 })).map(([query, variables]) => JSON.stringify({ query, variables })),
  fc.tuple(document, fc.jsonValue({ maxDepth: 2 })).map(([query, extensions]) => JSON.stringify({ query, extensions })),
  fc.json({ maxDepth: 3 }),
  fc.string({ unit: "binary", maxLength: 200 }),
);
const token = fc.oneof(
  fc.constant(""),
  fc.constantFrom("x", "local 0", "../..", "a".repeat(5_000), "00000000-0000-4000-8000-000000000000"),
  fc.base64String({ maxLength: 120 }),
);
const hostile = fc.record({
  method: fc.constantFrom("GET", "POST", "PUT", "DELETE"),
  search: fc.oneof(
    document.map((query) => new URLSearchParams({ query }).toString()),
    token.map((each) => new URLSearchParams({ token: each, operationId: each }).toString()),
    fc.constant(""),
  ),
  accept: fc.constantFrom("text/event-stream", "text/event-stream;q=0", "*/*", "application/json, text/event-stream"),
  token,
  body,
  signed: fc.boolean(),
});

it("answers every one of them with a stream, data or a coded error", async () => {
  const key = server.anonKey;
  await fc.assert(
    fc.asyncProperty(hostile, async ({ method, search, accept, token: given, body: sent, signed }) => {
      const abort = new AbortController();
      const response = await fetch(`${server.url}/graphql/v1?${search}`, {
        method,
        signal: abort.signal,
        headers: {
          accept,
          "content-type": "application/json",
          ...(given === "" ? {} : { "x-graphql-event-stream-token": given }),
          ...(signed ? { apikey: key } : {}),
        },
        ...(method === "GET" || method === "DELETE" ? {} : { body: sent }),
      });
      const isStream = response.headers.get("content-type")?.startsWith("text/event-stream") === true;
      const text = isStream ? "" : await response.text();
      abort.abort();
      const said = `${method} ?${search} ${accept} ${given} ${sent} -> ${response.status} ${text.slice(0, 500)}`;
      expect(response.status, said).toBeLessThan(500);
      expect(text, said).not.toMatch(/sqlite|at \S+\.ts:\d+/i);
    }),
    { numRuns: 400 },
  );
  expect(
    await (await fetch(`${server.url}/graphql/v1?query={__typename}`, { headers: { apikey: key } })).json(),
  ).toEqual({
    data: { __typename: "Query" },
  });
});
