import type { Client } from "graphql-ws";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { type Person, pause, type RealtimeServer, startRealtime } from "../realtime/server.ts";
import { follow, socketClient } from "./clients.ts";
import { app } from "./stream-app.ts";

// A real server, and the unmodified client of graphql-ws: changes of tracks, with what is related to them.

let server: RealtimeServer;
beforeAll(async () => {
  server = await startRealtime({ app, script: "../graphql/stream-worker.ts" });
  await write("genres", { id: 1, name: "folk" });
  await write("tags", { id: 1, name: "loud" }, { id: 2, name: "slow" });
});
afterAll(() => server?.stop());

const clients: Client[] = [];
function connect(key: string): Client {
  const client = socketClient(server, key);
  clients.push(client);
  return client;
}
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.dispose()));
});

async function write(table: string, ...rows: readonly object[]): Promise<void> {
  await server.service().from(table).insert(rows).throwOnError();
}

async function tokenOf({ client }: Person): Promise<string> {
  const { data } = await client.auth.getSession();
  return data.session?.access_token ?? "";
}

const fields =
  "sequence operation node { id title loud reader album { title } genre { name } tagsCollection(orderBy: [{ id: AscNullsLast }]) { edges { node { name } } } }";
const tracks = `subscription { tracksChanges(operations: [START, INSERT, UPDATE, DELETE]) { ${fields} } }`;

interface Told {
  readonly sequence: string;
  readonly operation: string;
  readonly node: { readonly id: number; readonly album: unknown } | null;
}

it("tells each who they may see, and what is made for them", async () => {
  const [ada, eve] = await Promise.all([server.person(), server.person()]);
  await write("albums", { id: 1, title: "for all", owner: "all" }, { id: 2, title: "of ada", owner: ada.id });
  const keys = [await tokenOf(ada), await tokenOf(eve), server.anonKey];
  const all = keys.map((key) => follow(connect(key), tracks));
  await Promise.all(all.map((each) => each.untilTold(1)));
  await write(
    "tracks",
    { id: 1, title: "a", album_id: 2, genre_id: 1 },
    { id: 2, title: "b", album_id: 1, genre_id: 1 },
  );
  await server.service().from("tracks").update({ title: "c" }).eq("id", 2).throwOnError();
  await server.service().from("tracks").delete().eq("id", 1).throwOnError();
  await Promise.all(all.map((each) => each.untilTold(5)));
  await pause(300);
  const node = (id: number, title: string, more: object) => ({
    ...{ id, title, loud: title.toUpperCase(), genre: { name: "folk" }, tagsCollection: { edges: [] }, ...more },
  });
  for (const [at, reader] of [ada.id, eve.id, null].entries()) {
    const hers = at === 0 ? { title: "of ada" } : null;
    expect(all[at]?.told.map((each) => ({ ...(each as Told), sequence: null }))).toEqual([
      { sequence: null, operation: "START", node: null },
      { sequence: null, operation: "INSERT", node: node(1, "a", { album: hers, reader }) },
      { sequence: null, operation: "INSERT", node: node(2, "b", { album: { title: "for all" }, reader }) },
      { sequence: null, operation: "UPDATE", node: node(2, "c", { album: { title: "for all" }, reader }) },
      { sequence: null, operation: "DELETE", node: null },
    ]);
    expect(all[at]?.results.every(({ errors }) => errors === undefined)).toBe(true);
  }
});

it("resumes after a cut without gap or duplicate, with what is related now", async () => {
  const first = connect(server.anonKey);
  const before = follow(first, tracks);
  await before.untilTold(1);
  await write("tracks", { id: 10, title: "x", genre_id: 1 });
  await before.untilTold(2);
  await first.dispose();
  await write("tracks", ...[11, 12].map((id) => ({ id, title: "y", genre_id: 1 })));
  await write("track_tags", { track_id: 11, tag_id: 1 }, { track_id: 11, tag_id: 2 });
  const { sequence: since } = before.told.at(-1) as Told;
  const after = follow(connect(server.anonKey), {
    query: `subscription ($since: BigInt) { tracksChanges(since: $since) { ${fields} } }`,
    variables: { since },
  });
  await after.untilTold(2);
  await write("tracks", { id: 13, title: "z", genre_id: 1 });
  await after.untilTold(3);
  const edges = ["loud", "slow"].map((name) => ({ node: { name } }));
  expect(after.told.map((each) => (each as Told).node)).toMatchObject([
    { id: 11, tagsCollection: { edges } },
    { id: 12, tagsCollection: { edges: [] } },
    { id: 13 },
  ]);
});

it("goes on after its object has slept", async () => {
  const changes = follow(connect(server.anonKey), tracks);
  await changes.untilTold(1);
  const started = async (): Promise<number> => Number(await (await fetch(`${server.url}/started`)).text());
  const before = await started();
  await pause(14_000);
  await write("tracks", { id: 20, title: "late", genre_id: 1 });
  await changes.untilTold(2);
  expect(await started()).toBeGreaterThan(before);
  expect(changes.told[1]).toMatchObject({ operation: "INSERT", node: { title: "late", loud: "LATE", album: null } });
});

it("tells nothing more once the client has had enough", async () => {
  const client = connect(server.anonKey);
  const [gone, there] = [follow(client, tracks), follow(client, tracks)];
  await Promise.all([gone.untilTold(1), there.untilTold(1)]);
  gone.stop();
  await write("tracks", { id: 30, title: "more", genre_id: 1 });
  await there.untilTold(2);
  await pause(200);
  expect([gone.told.length, there.told.length]).toEqual([1, 2]);
});
