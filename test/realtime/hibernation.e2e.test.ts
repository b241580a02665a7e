import type { RealtimeChannel } from "@supabase/supabase-js";
import { afterAll, beforeAll, expect, it } from "vitest";
import { joined, pause, type RealtimeServer, startRealtime, until } from "./server.ts";

// Objects without work are evicted after about ten seconds; their sockets stay open.

let server: RealtimeServer;

beforeAll(async () => {
  server = await startRealtime();
});

afterAll(() => server?.stop());

const started = async (): Promise<number> => Number(await (await fetch(`${server.url}/started`)).text());

interface Follower {
  readonly channel: RealtimeChannel;
  readonly said: unknown[];
  readonly changes: number[];
}

function follow(key: string, vsn: "1.0.0" | "2.0.0"): Follower {
  const channel = server.visitor({ vsn }).channel("sleepy", { config: { presence: { key } } });
  const said: unknown[] = [];
  const changes: number[] = [];
  channel.on("broadcast", { event: "say" }, ({ payload }) => void said.push(payload.n));
  channel.on("presence", { event: "sync" }, () => undefined);
  channel.on(
    "postgres_changes",
    { event: "INSERT", schema: "public", table: "things", filter: "rank=gt.5" },
    (change) => changes.push(change.new.id),
  );
  return { channel, said, changes };
}

it("a socket keeps its channels, presences and subscriptions while its object sleeps", async () => {
  const service = server.service();
  const [ada, bob, eve] = [follow("ada", "2.0.0"), follow("bob", "1.0.0"), follow("eve", "2.0.0")];
  const all = [ada, bob, eve];
  for (const { channel } of all) await joined(channel);
  await Promise.all(all.map(({ channel }) => channel.track({ here: true })));
  await until(() => all.every(({ channel }) => Object.keys(channel.presenceState()).length === 3));
  await service.from("things").insert({ id: 1, rank: 9 }).throwOnError();
  await until(() => all.every(({ changes }) => changes.length === 1));

  const before = await started();
  await pause(14_000);
  await service
    .from("things")
    .insert([
      { id: 2, rank: 9 },
      { id: 3, rank: 1 },
    ])
    .throwOnError();
  await until(
    () => all.every(({ changes }) => changes.length === 2),
    () => all.map(({ changes }) => changes),
  );
  expect(await started()).toBeGreaterThan(before);
  await ada.channel.send({ type: "broadcast", event: "say", payload: { n: 1 } });
  await bob.channel.send({ type: "broadcast", event: "say", payload: { n: 2 } });
  await until(
    () => ada.said.length === 1 && bob.said.length === 1 && eve.said.length === 2,
    () => all.map(({ said }) => said),
  );
  await eve.channel.untrack();
  await until(
    () => all.every(({ channel }) => Object.keys(channel.presenceState()).sort().join() === "ada,bob"),
    () => all.map(({ channel }) => channel.presenceState()),
  );
  await pause(100);
  for (const { channel, changes } of all) {
    expect(channel.state).toBe("joined");
    expect(changes).toEqual([1, 2]);
  }
});
