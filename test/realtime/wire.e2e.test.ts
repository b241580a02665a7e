import { afterAll, beforeAll, expect, it } from "vitest";
import { type ServerEvent, serverEvents } from "../../src/wire/events.ts";
import { raw, rawJoin } from "./raw.ts";
import { type RealtimeServer, startRealtime, until } from "./server.ts";

let server: RealtimeServer;

beforeAll(async () => {
  server = await startRealtime();
});

afterAll(() => server?.stop());

const isNamed = (event: unknown): event is ServerEvent => typeof event === "string" && event in serverEvents;

it("says nothing but what its schemas describe", async () => {
  const client = await raw(server);
  // To version 2 broadcasts go as bytes.
  const old = await raw(server, `apikey=${server.anonKey}&vsn=1.0.0`);
  old.send(
    JSON.stringify({ topic: "realtime:b", event: "phx_join", payload: { config: {} }, ref: "1", join_ref: "1" }),
  );
  await old.answer("1");
  const changes = [{ event: "*", schema: "public", table: "things" }];
  const live = [
    { id: "rows", path: "/rest/v1/things?select=id,name&order=rank,id" },
    { id: "none", path: "/rest/v1/nowhere" },
  ];
  const since = { since: 0 };
  await rawJoin(client, "a", { postgres_changes: changes, live_queries: live, presence: { enabled: true } });
  await rawJoin(client, "b", { postgres_changes: changes, numbered: true, ...since, broadcast: { self: true } });
  await rawJoin(client, "c", { postgres_changes: [{ table: "nowhere" }] });
  await rawJoin(client, "d", { postgres_changes: changes, since: 1_000_000 });
  const heard = (): readonly (readonly unknown[])[] => [...client.heard, ...old.heard];
  const send = (topic: string, event: string, payload: object): void =>
    client.send([null, "9", `realtime:${topic}`, event, payload]);
  send("a", "presence", { type: "presence", event: "track", payload: { name: "né" } });
  send("b", "broadcast", { type: "broadcast", event: "tick", payload: { n: 1 } });
  const service = server.service();
  const two = [1, 2].map((id) => ({ id, name: `n${id}`, rank: id }));
  await service.from("things").insert(two).throwOnError();
  await service.from("things").update({ rank: 9, name: "new" }).eq("id", 1).throwOnError();
  await service.from("things").delete().eq("id", 2).throwOnError();
  send("a", "presence", { type: "presence", event: "untrack" });
  const names = (): ReadonlySet<unknown> => new Set(heard().map((message) => message[3]));
  const isDone = (): boolean => client.heard.filter((message) => message[3] === "change").length === 4;
  await until(isDone, () => client.heard.slice(-5));
  send("c", "phx_leave", {});
  await until(
    () => Object.keys(serverEvents).every((name) => names().has(name)),
    () => [...names()],
  );
  const wrong = heard().flatMap(([kind, , , event, payload]) => {
    if (kind === "binary") return [];
    const checked = isNamed(event) ? serverEvents[event].safeParse(payload) : null;
    return checked?.success === true ? [] : [[event, payload, checked?.error?.message]];
  });
  expect(wrong).toEqual([]);
});
