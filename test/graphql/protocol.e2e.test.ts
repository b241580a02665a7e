import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pause, type RealtimeServer, startRealtime, tokenFor } from "../realtime/server.ts";
import { type Raw, raw } from "./raw.ts";

// The protocol to the letter, and clients that do not keep to it.

let server: RealtimeServer;
beforeAll(async () => {
  server = await startRealtime();
});
afterAll(() => server?.stop());

const subscription = { query: "subscription { thingsChanges(operations: [START, INSERT]) { operation node { id } } }" };
const ready = async (payload: object | null = null): Promise<Raw> => {
  const client = await raw(server);
  await client.init(payload);
  return client;
};

describe("a socket", () => {
  it("is asked for with the subprotocol, which the answer names", async () => {
    const client = await raw(server);
    expect(client.protocol).toBe("graphql-transport-ws");
    client.close();
  });

  it("without the subprotocol is closed with 4406", async () => {
    const client = await raw(server, null);
    expect(await client.untilClosed()).toEqual([4406, "Subprotocol not acceptable"]);
  });

  it("that does not begin is closed with 4408", async () => {
    const client = await raw(server);
    // Of a socket that has never said anything workerd leaves the connection open after the closing handshake.
    client.send({ type: "ping" });
    expect(await client.untilClosed()).toEqual([4408, "Connection initialisation timeout"]);
  });

  it("is not opened for a page of another origin", async () => {
    const response = await fetch(`${server.url}/graphql/v1`, {
      headers: { origin: "https://evil.example", upgrade: "websocket" },
    }).catch(() => null);
    // Fetch may not send the header: then it is an ordinary request without a query.
    expect([403, 400, undefined]).toContain(response?.status);
  });

  it("that begins twice is closed with 4429", async () => {
    const client = await ready();
    client.send({ type: "connection_init" });
    expect(await client.untilClosed()).toEqual([4429, "Too many initialisation requests"]);
    const hasty = await raw(server);
    hasty.send({ type: "connection_init" });
    hasty.send({ type: "connection_init" });
    expect(await hasty.untilClosed()).toEqual([4429, "Too many initialisation requests"]);
  });

  it("that subscribes before it is acknowledged is closed with 4401", async () => {
    const client = await raw(server);
    client.send({ type: "subscribe", id: "1", payload: subscription });
    expect(await client.untilClosed()).toEqual([4401, "Unauthorized"]);
  });

  it("that uses an id twice is closed with 4409", async () => {
    const client = await ready();
    client.send({ type: "subscribe", id: "ä".repeat(200), payload: subscription });
    client.send({ type: "subscribe", id: "ä".repeat(200), payload: subscription });
    const [code, reason] = await client.untilClosed();
    expect([code, reason.startsWith("Subscriber for ")]).toEqual([4409, true]);
  });

  it.each<readonly [string, object]>([
    ["a wrong token", { Authorization: "Bearer nothing" }],
    ["a token without a scheme", { authorization: "nothing" }],
    ["a wrong key", { apikey: "nothing" }],
    ["a token that is no text", { token: { deep: [] } }],
    ["a wrong token among headers", { headers: { Authorization: "Bearer nothing" } }],
  ])("with %s is closed with 4403", async (_, payload) => {
    const client = await raw(server);
    client.send({ type: "connection_init", payload });
    expect(await client.untilClosed()).toEqual([4403, "Forbidden"]);
  });

  it("knows who asks from any of the places where clients say it", async () => {
    const query = "{ membersCollection { totalCount } }";
    const token = await tokenFor("somebody", 60);
    for (const payload of [
      { Authorization: `Bearer ${token}` },
      { authorization: `bearer ${token}`, apikey: server.anonKey },
      { token },
      { apikey: token },
      { headers: { Authorization: `Bearer ${token}` } },
    ]) {
      const client = await ready(payload);
      client.send({ type: "subscribe", id: "1", payload: { query } });
      expect(await client.untilHeard("next")).toMatchObject({
        payload: { data: { membersCollection: { totalCount: 0 } } },
      });
      client.close();
    }
    const byAddress = await raw(server, "graphql-transport-ws", `?apikey=${token}`);
    await byAddress.init();
    byAddress.send({ type: "subscribe", id: "1", payload: { query } });
    await byAddress.untilHeard("next");
    byAddress.close();
  });
});

describe("messages", () => {
  it("pings are answered, before the acknowledgement too, with what they bear", async () => {
    const client = await raw(server);
    client.send({ type: "ping", payload: { at: [1, "x"] } });
    expect(await client.untilHeard("pong")).toEqual({ type: "pong", payload: { at: [1, "x"] } });
    client.send({ type: "pong" });
    await client.init();
    client.close();
  });

  it("nothing comes of an operation that the client has completed, and its id is free again", async () => {
    const client = await ready({ apikey: server.anonKey });
    client.send({ type: "subscribe", id: "1", payload: subscription });
    await client.untilHeard("next", "1");
    client.send({ type: "complete", id: "1" });
    client.send({ type: "complete", id: "never there" });
    client.send({ type: "subscribe", id: "1", payload: { query: "{ __typename }" } });
    expect(await client.untilHeard("complete", "1")).toEqual({ type: "complete", id: "1" });
    await server.service().from("things").insert({ id: 1 }).throwOnError();
    await pause(300);
    expect(client.heard.filter(({ type }) => type === "next")).toHaveLength(2);
    expect(client.closed()).toBeNull();
    client.close();
  });

  const wrong: readonly (readonly [string, string | Uint8Array])[] = [
    ["no JSON", "{"],
    ["nothing", ""],
    ["a list", "[]"],
    ["null", "null"],
    ["no type", "{}"],
    ["an unknown type", '{"type":"start","id":"1","payload":{}}'],
    ["a type that is no text", '{"type":{}}'],
    ["a subscription without an id", '{"type":"subscribe","payload":{"query":"{ __typename }"}}'],
    ["an empty id", '{"type":"subscribe","id":"","payload":{"query":"{ __typename }"}}'],
    ["an id that is a number", '{"type":"subscribe","id":1,"payload":{"query":"{ __typename }"}}'],
    ["no payload", '{"type":"subscribe","id":"1"}'],
    ["no query", '{"type":"subscribe","id":"1","payload":{}}'],
    ["variables that are a list", '{"type":"subscribe","id":"1","payload":{"query":"{ __typename }","variables":[]}}'],
    ["extensions that are text", '{"type":"subscribe","id":"1","payload":{"query":"{ __typename }","extensions":"x"}}'],
    [
      "an operation's name that is a number",
      '{"type":"subscribe","id":"1","payload":{"query":"{ a }","operationName":1}}',
    ],
    ["a ping of a list", '{"type":"ping","payload":[]}'],
    ["a completion without an id", '{"type":"complete"}'],
    ["what is nested without end", `{"type":"ping","payload":{"a":${"[".repeat(20_000)}${"]".repeat(20_000)}}}`],
    ["bytes", new Uint8Array([1, 2, 3])],
  ];
  it.each(wrong)("that are %s close the socket with 4400", async (_, data) => {
    const client = await ready();
    client.sendRaw(data);
    const [code, reason] = await client.untilClosed();
    expect([code, reason.length > 0]).toEqual([4400, true]);
  });

  it("that are too large close it with 1009, too many with 1008", async () => {
    for (const x of ["x".repeat(60_000), "é".repeat(30_000)]) {
      const large = await ready();
      large.send({ type: "ping", payload: { x } });
      expect((await large.untilClosed())[0]).toBe(1009);
    }
    const many = await ready();
    for (let count = 0; count < 300; count++) many.sendRaw('{"type":"ping"}');
    expect((await many.untilClosed())[0]).toBe(1008);
  });
});

describe("a subscription that cannot be", () => {
  const deep = (depth: number): string =>
    `subscription { thingsChanges(filter: ${"{ not: ".repeat(depth)} {} ${"}".repeat(depth)}) { sequence } }`;
  const cases: readonly (readonly [string, string, string])[] = [
    ["of two fields", "subscription { a: thingsChanges { at } b: thingsChanges { at } }", "GRAPHQL_VALIDATION_FAILED"],
    [
      "of two fields by a fragment",
      'subscription { ...A } fragment A on Subscription { thingsChanges { at } node(nodeId: "") { nodeId } }',
      "GRAPHQL_VALIDATION_FAILED",
    ],
    ["of the schema", "subscription { __schema { types { name } } }", "GRAPHQL_VALIDATION_FAILED"],
    ["of the type's name", "subscription { __typename }", "GRAPHQL_VALIDATION_FAILED"],
    ["of a field that is not there", "subscription { secretsChanges { at } }", "GRAPHQL_VALIDATION_FAILED"],
    ["of a column that is hidden", "subscription { thingsChanges { node { cost } } }", "GRAPHQL_VALIDATION_FAILED"],
    ["of a hidden column before", "subscription { thingsChanges { before { cost } } }", "GRAPHQL_VALIDATION_FAILED"],
    [
      "by a hidden column",
      "subscription { thingsChanges(filter: { cost: { eq: 1 } }) { at } }",
      "GRAPHQL_VALIDATION_FAILED",
    ],
    ["nested too deeply", deep(200), "PER003"],
    [
      "with too many aliases",
      `subscription { thingsChanges { ${Array.from({ length: 200 }, (_, at) => `a${at}: at`).join(" ")} } }`,
      "PER004",
    ],
    [
      "of two fields, one of them the type's name",
      "subscription { a: thingsCollection(first: 1000000) { edges { node { id } } } b: __typename }",
      "GRAPHQL_VALIDATION_FAILED",
    ],
    ["after what is no place", 'subscription { thingsChanges(since: "-1") { at } }', "22023"],
    ["after a place beyond all", 'subscription { thingsChanges(since: "99999999999999999999") { at } }', "22023"],
    [
      "of a value that is none",
      "subscription { thingsChanges(filter: { id: { in: [1, 99999999999] } }) { at } }",
      "GRAPHQL_VALIDATION_FAILED",
    ],
    ["that no document is", "subscription {", "GRAPHQL_PARSE_FAILED"],
  ];
  it.each(cases)("%s is an error with a code, and the socket stays", async (_, query, code) => {
    const client = await ready({ apikey: server.anonKey });
    client.send({ type: "subscribe", id: "1", payload: { query } });
    const { payload } = await client.untilHeard("error", "1");
    expect((payload as readonly { extensions: { code: string } }[])[0]?.extensions.code, JSON.stringify(payload)).toBe(
      code,
    );
    expect(JSON.stringify(payload)).not.toMatch(/select "|from "|\.ts:|at async/);
    client.send({ type: "subscribe", id: "1", payload: { query: "{ __typename }" } });
    await client.untilHeard("complete", "1");
    client.close();
  });

  it("past the number of operations at a time is an error", async () => {
    const client = await ready({ apikey: server.anonKey });
    for (let id = 0; id < 6; id++) client.send({ type: "subscribe", id: `${id}`, payload: subscription });
    expect(await client.untilHeard("error", "5")).toMatchObject({ payload: [{ extensions: { code: "PER004" } }] });
    for (let id = 0; id < 5; id++) await client.untilHeard("next", `${id}`);
    client.send({ type: "complete", id: "0" });
    client.send({ type: "subscribe", id: "again", payload: subscription });
    await client.untilHeard("next", "again");
    client.close();
  });

  it.each([true, false])("by a directive with a variable that is %s is told so or goes on", async (on) => {
    const client = await ready({ apikey: server.anonKey });
    const query = `subscription ($on: Boolean!) { thingsChanges(operations: [START]) @include(if: $on) { operation } }`;
    client.send({ type: "subscribe", id: "1", payload: { query, variables: { on } } });
    const { payload } = await client.untilHeard("error", "1");
    expect(payload).toMatchObject([{ extensions: { code: "GRAPHQL_VALIDATION_FAILED" } }]);
    client.close();
  });
});

it("a subscription over plain HTTP is refused", async () => {
  const response = await fetch(`${server.url}/graphql/v1`, {
    method: "POST",
    headers: { "content-type": "application/json", apikey: server.anonKey },
    body: JSON.stringify(subscription),
  });
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: "0A000" } }] });
});
