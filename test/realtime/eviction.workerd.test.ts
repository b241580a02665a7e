import { evictDurableObject } from "cloudflare:test";
import { beforeAll, expect, it, vi } from "vitest";
import { tokenOf } from "../live/believed.ts";
import { connections, createTables, feed, person, socketOf, write, writeQuietly } from "../live/client.ts";

beforeAll(createTables);

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const note = (id: number): string => `insert into notes (id, owner, body) values (${id}, 'ada', '')`;

interface Told {
  readonly kind: string;
  readonly rows?: readonly { readonly id: number }[];
}

/** A channel with one live query: what it has been told. */
async function followNotes(object: string): Promise<readonly Told[]> {
  const apikey = encodeURIComponent(tokenOf(person("ada")));
  const ws = await socketOf(object, `/realtime/v1/websocket?vsn=2.0.0&apikey=${apikey}`);
  const told: Told[] = [];
  ws.addEventListener("message", ({ data }) => {
    const [, , , event, payload] = JSON.parse(String(data)) as [unknown, unknown, string, string, Told];
    if (event === "live_query") told.push(payload);
  });
  const live_queries = [{ id: "notes", path: "/rest/v1/notes?select=id&order=id" }];
  ws.send(JSON.stringify(["1", "1", "realtime:notes", "phx_join", { config: { live_queries } }]));
  await vi.waitUntil(() => told.length > 0, { timeout: 5_000 });
  return told;
}

it("an eviction right after a live query has begun tells its rows no second time", async () => {
  await followNotes("early");
  // The first second after the first subscription the feed looks by itself.
  await pause(1_500);
  await writeQuietly(note(1), note(2));
  const told = await followNotes("early");
  await evictDurableObject(connections("early"));
  await feed().signal();
  await pause(300);
  expect(told).toMatchObject([{ kind: "rows", rows: [{ id: 1 }, { id: 2 }] }]);
  await write(note(3));
  await vi.waitUntil(() => told.length > 1, { timeout: 5_000 });
  expect(told.at(-1)).toMatchObject({ kind: "rows", rows: [{ id: 1 }, { id: 2 }, { id: 3 }] });
});
