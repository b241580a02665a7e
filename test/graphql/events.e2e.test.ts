import { type Client, type ClientOptions, createClient } from "graphql-sse";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { pause, type RealtimeServer, startRealtime, tokenFor, until } from "../realtime/server.ts";
import { follow, once } from "./clients.ts";

// Server-Sent Events, and the unmodified client of graphql-sse.

let server: RealtimeServer;
beforeAll(async () => {
  server = await startRealtime();
});
afterAll(() => server?.stop());

const clients: Client<boolean>[] = [];
function connect(token: string, singleConnection: boolean): Client<boolean> {
  const options = {
    url: `${server.url}/graphql/v1`,
    headers: { Authorization: `Bearer ${token}` },
    retryAttempts: 0,
    singleConnection,
  } as unknown as ClientOptions<boolean>;
  const client = createClient(options);
  clients.push(client);
  return client;
}
afterEach(() => {
  for (const client of clients.splice(0)) client.dispose();
});

let ids = 1_000;
const fresh = (): number => ++ids;
const service = () => server.service();
const changesOf = (rank: number) =>
  `subscription { thingsChanges(filter: { rank: { eq: ${rank} } }, operations: [START, INSERT, DELETE]) { operation sequence node { id } } }`;

describe.each([
  ["distinct connections", false],
  ["a single connection", true],
] as const)("over %s", (_, single) => {
  it("queries and mutations are answered, and what is wrong with them", async () => {
    const client = connect(server.serviceKey, single);
    const id = fresh();
    const made = await once(
      client,
      `mutation { insertIntoThingsCollection(objects: [{ id: ${id}, name: "lamp" }]) { affectedCount } }`,
    );
    expect(made).toEqual({ data: { insertIntoThingsCollection: { affectedCount: 1 } } });
    const [first, second] = await Promise.all([
      once(client, `{ thingsByPk(id: ${id}) { name } }`),
      once(client, "{ __typename }"),
    ]);
    expect([first, second]).toEqual([{ data: { thingsByPk: { name: "lamp" } } }, { data: { __typename: "Query" } }]);
  });

  it("live results and changes are told, until the client has had enough", async () => {
    const client = connect(server.anonKey, single);
    const rank = fresh();
    const live = follow(client, `subscription { thingsCollection(filter: { rank: { eq: ${rank} } }) { totalCount } }`);
    const changes = follow(client, changesOf(rank));
    const stopped = follow(client, changesOf(rank));
    await Promise.all([live, changes, stopped].map((each) => each.untilTold(1)));
    stopped.stop();
    await pause(200);
    const id = fresh();
    await service().from("things").insert({ id, rank }).throwOnError();
    await Promise.all([live.untilTold(2), changes.untilTold(2)]);
    expect(changes.told).toMatchObject([{ operation: "START" }, { operation: "INSERT", node: { id } }]);
    expect(live.told).toEqual([{ totalCount: 0 }, { totalCount: 1 }]);
    expect(stopped.told).toHaveLength(1);
  });

  it("nobody is told of rows that they may not see, and the end of a session ends it", async () => {
    const person = await server.person();
    const { data } = await person.client.auth.getSession();
    const client = connect(data.session?.access_token ?? "", single);
    const messages = follow(client, "subscription { messagesChanges(operations: [START, INSERT]) { operation } }");
    await messages.untilTold(1);
    await service().from("messages").insert({ id: fresh(), room: "another", body: "x" }).throwOnError();
    await pause(200);
    expect(messages.told).toEqual([{ operation: "START" }]);
    await person.client.auth.signOut();
    await until(
      () => messages.isComplete() || messages.error() !== null,
      () => messages.results,
    );
    expect(messages.results.at(-1)).toMatchObject({ errors: [{ extensions: { code: "PGRST301" } }] });
  });

  it("a token that expires ends it", async () => {
    const client = connect(await tokenFor("somebody", 3), single);
    const changes = follow(client, changesOf(fresh()));
    await changes.untilTold(1);
    await until(
      () => changes.isComplete() || changes.error() !== null,
      () => changes.results,
      15_000,
    );
    expect(changes.results.at(-1)).toMatchObject({ errors: [{ extensions: { code: "PGRST303" } }] });
  });
});

const ask = (init: RequestInit & { readonly path?: string } = {}): Promise<Response> =>
  fetch(`${server.url}/graphql/v1${init.path ?? ""}`, {
    ...init,
    headers: { apikey: server.anonKey, ...init.headers },
  });
const events = { accept: "text/event-stream" };
const json = { "content-type": "application/json" };
const tokenHeader = (token: string) => ({ "x-graphql-event-stream-token": token });

describe("requests", () => {
  it("by GET are answered with events too, as EventSource asks", async () => {
    const query = encodeURIComponent("{ __typename }");
    const response = await ask({ path: `?query=${query}`, headers: events });
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/event-stream; charset=utf-8"]);
    expect(await response.text()).toBe(
      ':\n\nevent: next\ndata: {"data":{"__typename":"Query"}}\n\nevent: complete\ndata: \n\n',
    );
    const mutation = encodeURIComponent("mutation { deleteFromThingsCollection { affectedCount } }");
    const headers = { ...events, apikey: server.serviceKey };
    expect((await ask({ path: `?query=${mutation}`, headers })).status).toBe(405);
  });

  it("that are wrong are told so by a status, documents by events", async () => {
    expect((await ask({ method: "POST", headers: { ...events, ...json }, body: "{" })).status).toBe(400);
    expect(
      (await ask({ method: "POST", headers: { ...events, "content-type": "text/plain" }, body: "{}" })).status,
    ).toBe(415);
    expect((await ask({ path: "?query={a}", headers: { ...events, apikey: "wrong" } })).status).toBe(401);
    const wrong = await ask({ method: "POST", headers: { ...events, ...json }, body: '{"query":"{ nothing }"}' });
    expect([wrong.status, await wrong.text()]).toEqual([200, expect.stringContaining("GRAPHQL_VALIDATION_FAILED")]);
  });

  it("of clients that name events behind JSON are answered with JSON", async () => {
    const headers = { ...json, accept: "application/json, text/event-stream, multipart/mixed" };
    const response = await ask({ method: "POST", headers, body: '{"query":"{ __typename }"}' });
    expect(await response.json()).toEqual({ data: { __typename: "Query" } });
  });

  it("reserve a stream, once each, for who has asked alone", async () => {
    const reserved = await ask({ method: "PUT" });
    const token = await reserved.text();
    expect([reserved.status, reserved.headers.get("content-type")]).toEqual([201, "text/plain; charset=utf-8"]);
    const post = (body: object, headers: object = {}): Promise<Response> =>
      ask({ method: "POST", headers: { ...json, ...tokenHeader(token), ...headers }, body: JSON.stringify(body) });
    // Before the stream is open: it waits.
    expect((await post({ query: "{ __typename }", extensions: { operationId: "1" } })).status).toBe(202);
    expect((await post({ query: "{ __typename }" })).status).toBe(400);
    expect((await post({ query: "{ nothing }", extensions: { operationId: "2" } })).status).toBe(400);
    const stranger = { apikey: server.serviceKey };
    expect((await post({ query: "{ __typename }", extensions: { operationId: "3" } }, stranger)).status).toBe(404);
    expect((await ask({ headers: { ...events, ...tokenHeader(token), ...stranger } })).status).toBe(404);
    const control = new AbortController();
    const stream = await ask({ headers: { ...events, ...tokenHeader(token) }, signal: control.signal });
    expect(stream.status).toBe(200);
    expect((await ask({ path: `?token=${token}`, headers: events })).status).toBe(409);
    const subscription = { query: changesOf(fresh()), extensions: { operationId: "4" } };
    expect((await post(subscription)).status).toBe(202);
    expect((await post(subscription)).status).toBe(409);
    expect((await ask({ method: "DELETE", path: "?operationId=4", headers: tokenHeader(token) })).status).toBe(200);
    expect((await ask({ method: "DELETE", headers: tokenHeader(token) })).status).toBe(400);
    const other = await ask({ method: "PUT", headers: tokenHeader(token) });
    expect([other.status, (await other.text()) === token]).toEqual([201, false]);
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    while (!text.includes("complete")) text += (await reader?.read())?.value ?? "complete";
    expect(text).toContain('event: next\ndata: {"id":"1","payload":{"data":{"__typename":"Query"}}}\n\n');
    control.abort();
    // The stream is gone, and its reservation with it.
    const find = () => post({ query: "{ __typename }", extensions: { operationId: "5" } });
    let status = 202;
    for (let attempt = 0; attempt < 50 && status !== 404; attempt++) {
      await pause(100);
      ({ status } = await find());
    }
    expect(status).toBe(404);
  });

  it.each(["x", "0".repeat(64), `${"0".repeat(64)}x`, "é"])("with the token %j find no stream", async (token) => {
    expect((await ask({ path: `?token=${encodeURIComponent(token)}`, headers: events })).status).toBe(404);
  });
});
