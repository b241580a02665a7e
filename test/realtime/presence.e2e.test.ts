import type { RealtimeChannel } from "@supabase/supabase-js";
import { afterAll, beforeAll, expect, it } from "vitest";
import { joined, type RealtimeServer, startRealtime, until } from "./server.ts";

let server: RealtimeServer;

beforeAll(async () => {
  server = await startRealtime();
});

afterAll(() => server?.stop());

interface Happening {
  readonly event: string;
  readonly key?: string;
}

function watch(channel: RealtimeChannel): Happening[] {
  const happenings: Happening[] = [];
  for (const event of ["sync", "join", "leave"] as const) {
    channel.on("presence", { event } as { event: "join" }, (payload) => {
      happenings.push({ event, ...(event === "sync" ? {} : { key: payload.key }) });
    });
  }
  return happenings;
}

const keys = (channel: RealtimeChannel): string[] => Object.keys(channel.presenceState()).sort();

const as = (key: string, topic: string, vsn?: "1.0.0"): RealtimeChannel =>
  server.visitor(vsn === undefined ? {} : { vsn }).channel(topic, { config: { presence: { key } } });

it("shows who is there, to those who come before and after, and who leaves", async () => {
  const ada = as("ada", "here");
  const bob = as("bob", "here", "1.0.0");
  const seen = watch(ada);
  watch(bob);
  await joined(ada);
  expect(await ada.track({ at: "home" })).toBe("ok");
  await until(() => keys(ada).length === 1);
  await joined(bob);
  await until(
    () => keys(bob).join() === "ada",
    () => bob.presenceState(),
  );
  expect(bob.presenceState()).toEqual({ ada: [{ at: "home", presence_ref: expect.any(String) }] });
  await bob.track({ at: "work" });
  await until(() => keys(ada).join() === "ada,bob" && keys(bob).join() === "ada,bob");
  await bob.untrack();
  await until(() => keys(ada).join() === "ada" && keys(bob).join() === "ada");
  expect(seen.filter(({ event }) => event !== "sync")).toEqual([
    { event: "join", key: "ada" },
    { event: "join", key: "bob" },
    { event: "leave", key: "bob" },
  ]);
  expect(seen[0]).toEqual({ event: "sync" });
});

it("shows what somebody says anew as a change of one presence", async () => {
  const ada = as("ada", "moods");
  const bob = as("bob", "moods");
  watch(ada);
  watch(bob);
  await Promise.all([ada, bob].map(joined));
  await ada.track({ mood: "calm" });
  await until(() => keys(bob).length === 1);
  await ada.track({ mood: "merry" });
  await until(
    () => bob.presenceState<{ mood: string }>().ada?.[0]?.mood === "merry",
    () => bob.presenceState(),
  );
  expect(bob.presenceState().ada).toHaveLength(1);
});

it("counts each device of one key, and forgets those whose connection ends", async () => {
  const first = as("ada", "devices");
  const client = server.visitor();
  const second = client.channel("devices", { config: { presence: { key: "ada" } } });
  watch(first);
  watch(second);
  await Promise.all([first, second].map(joined));
  await Promise.all([first.track({ on: "phone" }), second.track({ on: "desk" })]);
  await until(
    () => first.presenceState().ada?.length === 2,
    () => first.presenceState(),
  );
  await client.realtime.disconnect();
  await until(
    () => first.presenceState().ada?.length === 1,
    () => first.presenceState(),
  );
});

it("shows others to somebody who listens only once present", async () => {
  const ada = as("ada", "late");
  watch(ada);
  await joined(ada);
  await ada.track({});
  const bob = server.visitor().channel("late", { config: { presence: { key: "bob", enabled: false } } });
  await joined(bob);
  expect(keys(bob)).toEqual([]);
  expect(await bob.track({ shy: true })).toBe("ok");
  await until(
    () => keys(bob).join() === "ada,bob",
    () => bob.presenceState(),
  );
  await until(() => keys(ada).join() === "ada,bob");
});

it("keeps a channel from filling up, and what one says small", async () => {
  const people = Array.from({ length: 5 }, (_, index) => as(`p${index}`, "crowd"));
  await Promise.all(people.map(joined));
  const said: unknown[] = [];
  for (const each of people) said.push(await each.track({}));
  expect(said).toEqual(["ok", "ok", "ok", "ok", "error"]);
  expect(await people[0]?.track({ essay: "x".repeat(2_000) })).not.toBe("ok");
});
