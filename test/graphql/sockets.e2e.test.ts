import type { Client } from "graphql-ws";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { type Person, pause, type RealtimeServer, startRealtime, tokenFor, until } from "../realtime/server.ts";
import { follow, once, socketClient } from "./clients.ts";

// A real server, and the unmodified client of graphql-ws over real sockets.

let server: RealtimeServer;
beforeAll(async () => {
  server = await startRealtime();
});
afterAll(() => server?.stop());

const clients: Client[] = [];
function connect(...given: Parameters<typeof socketClient> extends [unknown, ...infer Rest] ? Rest : never): Client {
  const client = socketClient(server, ...given);
  clients.push(client);
  return client;
}
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.dispose()));
});

const tokenOf = async ({ client }: Person): Promise<string> => {
  const { data } = await client.auth.getSession();
  return data.session?.access_token ?? "";
};
const service = () => server.service();
let ids = 1_000;
const fresh = (): number => ++ids;

const things = (filter: string, rest = "") =>
  `subscription { thingsChanges(filter: ${filter}, operations: [START, INSERT, UPDATE, DELETE]) { operation sequence nodeId node { id name rank } before { id name } ${rest} } }`;

it("answers queries and mutations", async () => {
  const client = connect(server.serviceKey);
  const id = fresh();
  const made = await once(client, {
    query:
      "mutation ($row: ThingsInsertInput!) { insertIntoThingsCollection(objects: [$row]) { records { id name } } }",
    variables: { row: { id, name: "lamp" } },
  });
  expect(made).toEqual({ data: { insertIntoThingsCollection: { records: [{ id, name: "lamp" }] } } });
  const query = `{ thingsByPk(id: ${id}) { name __typename } }`;
  expect(await once(client, query)).toEqual({ data: { thingsByPk: { name: "lamp", __typename: "Things" } } });
  const failing = follow(client, "{ nothing }");
  await until(() => failing.error() !== null);
  expect(failing.error()).toMatchObject([{ extensions: { code: "GRAPHQL_VALIDATION_FAILED" } }]);
});

it("answers each of those that come at once over one socket with its own", async () => {
  const client = connect(server.serviceKey);
  const query =
    "mutation ($rows: [ThingsInsertInput!]!) { insertIntoThingsCollection(objects: $rows) { affectedCount } }";
  const one = async (): Promise<void> => {
    const [id, name] = [fresh(), crypto.randomUUID()];
    const made = await once(client, { query, variables: { rows: [{ id, name }] } });
    expect(made).toEqual({ data: { insertIntoThingsCollection: { affectedCount: 1 } } });
    expect(await once(client, `{ thingsByPk(id: ${id}) { name } }`)).toEqual({ data: { thingsByPk: { name } } });
  };
  // As many as the limit of this server allows.
  const lines = Array.from({ length: 5 }, async () => {
    for (let n = 0; n < 60; n++) await one();
  });
  await Promise.all(lines);
});

it("tells a live result at first, and again when a change has made it another", async () => {
  const rank = fresh();
  const live = follow(
    connect(server.anonKey),
    `subscription { thingsCollection(filter: { rank: { eq: ${rank} } }, orderBy: [{ id: AscNullsLast }]) { totalCount edges { node { id name } } } }`,
  );
  await live.untilTold(1);
  expect(live.told).toEqual([{ totalCount: 0, edges: [] }]);
  const [first, second, other] = [fresh(), fresh(), fresh()];
  await service().from("things").insert({ id: first, rank, name: "a" }).throwOnError();
  await live.untilTold(2);
  expect(live.told[1]).toEqual({ totalCount: 1, edges: [{ node: { id: first, name: "a" } }] });
  await service()
    .from("things")
    .insert({ id: other, rank: rank + 1 })
    .throwOnError();
  await service().from("things").update({ cost: 7 }).eq("id", first).throwOnError();
  await service().from("things").insert({ id: second, rank, name: "b" }).throwOnError();
  await live.untilTold(3);
  expect(live.told[2]).toMatchObject({ totalCount: 2 });
  await service().from("things").update({ rank: 0 }).eq("id", second).throwOnError();
  await live.untilTold(4);
  await pause(1_500);
  expect(live.told).toHaveLength(4);
  expect(live.told[3]).toMatchObject({ totalCount: 1 });
});

it("tells changes once, in order, as the filter lets them through", async () => {
  const rank = fresh();
  const changes = follow(connect(server.anonKey), things(`{ rank: { gte: ${rank}, lt: ${rank + 1} } }`, "at reset"));
  await changes.untilTold(1);
  expect(changes.told[0]).toMatchObject({ operation: "START", node: null, reset: null });
  const [id, other] = [fresh(), fresh()];
  await service()
    .from("things")
    .insert([
      { id, rank, name: "x" },
      { id: other, rank: 1 },
    ])
    .throwOnError();
  await service().from("things").update({ name: "y" }).eq("id", id).throwOnError();
  await service().from("things").delete().eq("id", id).throwOnError();
  await changes.untilTold(4);
  await pause(200);
  const sequences = changes.told.map((each) => Number((each as { sequence: string }).sequence));
  expect(sequences).toEqual([...sequences].sort((left, right) => left - right));
  const { data } = await once(connect(server.anonKey), "{ __typename }");
  expect(data).toEqual({ __typename: "Query" });
  const shared = { nodeId: expect.any(String), at: expect.any(String), sequence: expect.any(String), reset: null };
  expect(changes.told.slice(1)).toEqual([
    { ...shared, operation: "INSERT", node: { id, name: "x", rank }, before: null },
    { ...shared, operation: "UPDATE", node: { id, name: "y", rank }, before: { id, name: "x" } },
    { ...shared, operation: "DELETE", node: null, before: { id, name: "y" } },
  ]);
});

it("tells the values that a query gives", async () => {
  const fields = "nodeId id name rank price open data __typename";
  const changes = follow(
    connect(server.anonKey),
    `subscription { thingsChanges(filter: { name: { startsWith: "kinds" } }, operations: [START, INSERT]) { nodeId node { ${fields} } } }`,
  );
  await changes.untilTold(1);
  const rows = [
    { name: 'kinds "a"\n\u2028', rank: -5, price: 1.5, open: true, data: { deep: [1, { x: null }], big: 1e21 } },
    { name: "kinds", rank: null, price: 0.1, open: false, data: [] },
    { name: "kinds é", rank: 0, price: 123456.789, open: null, data: "text" },
    { name: "kinds", rank: 1, price: 3, open: null, data: null },
  ].map((row) => ({ id: fresh(), ...row }));
  await service().from("things").insert(rows).throwOnError();
  await changes.untilTold(5);
  const client = connect(server.anonKey);
  for (const [at, { id }] of rows.entries()) {
    const { data } = await once(client, `{ thingsByPk(id: ${id}) { ${fields} } }`);
    const told = changes.told[at + 1] as { readonly nodeId: string; readonly node: object };
    expect(told.node).toEqual(data?.thingsByPk);
    expect(told.node).toMatchObject({ nodeId: told.nodeId });
  }
});

it("tells of rows to those alone who may see them", async () => {
  const [ada, eve] = await Promise.all([server.person(), server.person()]);
  const room = `room ${fresh()}`;
  await service().from("members").insert({ room, person: ada.id }).throwOnError();
  const query = `subscription { messagesChanges(operations: [START, INSERT]) { operation node { body } } }`;
  const all = [ada, eve].map(async (person) => follow(connect(await tokenOf(person)), query));
  const [hers, strange] = await Promise.all(all);
  await Promise.all([hers?.untilTold(1), strange?.untilTold(1)]);
  await service().from("messages").insert({ id: fresh(), room, body: "hello" }).throwOnError();
  await hers?.untilTold(2);
  await pause(300);
  expect(hers?.told[1]).toEqual({ operation: "INSERT", node: { body: "hello" } });
  expect(strange?.told).toHaveLength(1);
  const nobody = follow(connect(server.anonKey), query);
  await until(() => nobody.error() !== null);
  expect(nobody.error()).toMatchObject([{ message: expect.stringContaining("messagesChanges") }]);
});

it("resumes after a cut without gap or duplicate", async () => {
  const rank = fresh();
  const filter = `{ rank: { eq: ${rank} } }`;
  const first = connect(server.anonKey);
  const before = follow(first, things(filter));
  await before.untilTold(1);
  await service().from("things").insert({ id: fresh(), rank, name: "1" }).throwOnError();
  await before.untilTold(2);
  await first.dispose();
  await service()
    .from("things")
    .insert([2, 3].map((number) => ({ id: fresh(), rank, name: String(number) })))
    .throwOnError();
  const { sequence: since } = before.told.at(-1) as { readonly sequence: string };
  const after = follow(connect(server.anonKey), {
    query: `subscription ($since: BigInt) { thingsChanges(filter: ${filter}, since: $since) { sequence node { name } } }`,
    variables: { since },
  });
  await after.untilTold(2);
  await service().from("things").insert({ id: fresh(), rank, name: "4" }).throwOnError();
  await after.untilTold(3);
  expect(after.told.map((each) => (each as { node: { name: string } }).node.name)).toEqual(["2", "3", "4"]);
  const ahead = follow(connect(server.anonKey), {
    query: "subscription ($since: BigInt) { thingsChanges(since: $since) { operation reset node { id } } }",
    variables: { since: 1_000_000_000 },
  });
  await ahead.untilTold(1);
  expect(ahead.told[0]).toEqual({ operation: "RESET", reset: "AHEAD", node: null });
});

it("tells of an integer that no Int holds an error in its place", async () => {
  const rank = 3_000_000_000 + fresh();
  const id = fresh();
  const client = connect(server.anonKey);
  const changes = follow(client, `subscription { thingsChanges(operations: [START, INSERT]) { node { id rank } } }`);
  const live = follow(client, `subscription { thingsByPk(id: ${id}) { id rank } }`);
  await changes.untilTold(1);
  await live.untilTold(1);
  await service().from("things").insert({ id, rank }).throwOnError();
  await changes.untilTold(2);
  await live.untilTold(2);
  expect(changes.told.at(-1)).toEqual({ node: { id, rank: null } });
  expect(live.told.at(-1)).toEqual({ id, rank: null });
  for (const { results } of [changes, live])
    expect(results.at(-1)?.errors).toMatchObject([{ extensions: { code: "22003" } }]);
});

function closing(client: Client): { readonly codes: readonly number[] } {
  const codes: number[] = [];
  client.on("closed", (event) => codes.push((event as CloseEvent).code));
  return { codes };
}

it("closes the socket of a session that has ended", async () => {
  const person = await server.person();
  const client = connect(await tokenOf(person));
  const { codes } = closing(client);
  const changes = follow(client, things("{}"));
  await changes.untilTold(1);
  await person.client.auth.signOut();
  await until(() => codes.length > 0);
  expect(codes).toEqual([4401]);
});

it("closes the socket of a token that expires, and refuses one that does not hold", async () => {
  const client = connect(await tokenFor("somebody", 3));
  const { codes } = closing(client);
  const changes = follow(client, things("{}"));
  await changes.untilTold(1);
  await until(
    () => codes.length > 0,
    () => null,
    15_000,
  );
  expect(codes).toEqual([4403]);
  const wrong = connect("no token at all");
  const refused = closing(wrong);
  follow(wrong, things("{}"));
  await until(() => refused.codes.length > 0);
  expect(refused.codes).toEqual([4403]);
});
