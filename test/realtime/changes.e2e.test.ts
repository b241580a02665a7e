import { postgresChangesFilter } from "@supabase/realtime-js";
import type { RealtimeChannel } from "@supabase/supabase-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { joined, listening, pause, type RealtimeServer, startRealtime, until } from "./server.ts";

let server: RealtimeServer;

beforeAll(async () => {
  server = await startRealtime();
});

afterAll(() => server?.stop());

interface Change {
  readonly eventType: string;
  readonly schema: string;
  readonly table: string;
  readonly commit_timestamp: string;
  readonly new: Readonly<Record<string, unknown>>;
  readonly old: Readonly<Record<string, unknown>>;
  readonly errors: unknown;
}

type Asked = Readonly<Record<string, unknown>>;

function on(channel: RealtimeChannel, asked: Asked): Change[] {
  const changes: Change[] = [];
  channel.on("postgres_changes", { schema: "public", event: "*", ...asked } as never, (change: Change) => {
    changes.push(change);
  });
  return changes;
}

let channels = 0;
const visiting = (vsn: "1.0.0" | "2.0.0" = "2.0.0"): RealtimeChannel =>
  server.visitor({ vsn }).channel(`changes ${++channels}`);

describe.each(["1.0.0", "2.0.0"] as const)("version %s", (vsn) => {
  it("tells inserts, updates and deletes with the values of their types", async () => {
    const service = server.service();
    const channel = visiting(vsn);
    const changes = on(channel, { table: "things" });
    await listening(channel);
    const id = vsn === "1.0.0" ? 1 : 2;
    const row = { id, name: 'a, "b"', rank: 5, price: 1.5, open: true, data: { deep: [1, { x: null }] }, cost: 7 };
    await service.from("things").insert(row).throwOnError();
    await service.from("things").update({ rank: null, open: false }).eq("id", id).throwOnError();
    await service.from("things").delete().eq("id", id).throwOnError();
    await until(
      () => changes.length === 3,
      () => changes,
    );
    const { cost: _, ...seen } = row;
    const shared = { schema: "public", table: "things", errors: null, commit_timestamp: expect.any(String) };
    expect(changes).toEqual([
      { ...shared, eventType: "INSERT", new: seen, old: {} },
      { ...shared, eventType: "UPDATE", new: { ...seen, rank: null, open: false }, old: seen },
      { ...shared, eventType: "DELETE", new: {}, old: { ...seen, rank: null, open: false } },
    ]);
    for (const { commit_timestamp } of changes) expect(Number.isNaN(Date.parse(commit_timestamp))).toBe(false);
  });
});

it("tells each listener of a channel what it asked for, once", async () => {
  const channel = visiting();
  const inserts = on(channel, { event: "INSERT", table: "things" });
  const deletes = on(channel, { event: "DELETE", table: "things" });
  const some = on(channel, { table: "things", filter: "rank=gt.10" });
  const everything = on(channel, {});
  await listening(channel);
  const service = server.service();
  await service
    .from("things")
    .insert([
      { id: 10, rank: 1 },
      { id: 11, rank: 11 },
    ])
    .throwOnError();
  await service.from("things").update({ rank: 12 }).eq("id", 10).throwOnError();
  await service.from("things").delete().in("id", [10, 11]).throwOnError();
  await until(
    () => everything.length === 5,
    () => everything,
  );
  const told = (changes: readonly Change[]) =>
    changes.map(({ eventType, new: after, old }) => `${eventType} ${after.id ?? old.id}`);
  expect(told(inserts)).toEqual(["INSERT 10", "INSERT 11"]);
  expect(told(deletes).sort()).toEqual(["DELETE 10", "DELETE 11"]);
  expect(told(some).sort()).toEqual(["DELETE 10", "DELETE 11", "INSERT 11", "UPDATE 10"]);
});

it("tells the columns that were selected, and the key", async () => {
  const channel = visiting();
  const changes = on(channel, { table: "things", select: ["name"] });
  await listening(channel);
  await server.service().from("things").insert({ id: 20, name: "n", rank: 1 }).throwOnError();
  await until(() => changes.length === 1);
  expect(changes[0]?.new).toEqual({ id: 20, name: "n" });
});

describe("filters", () => {
  const rows = [
    { id: 101, name: 'Tea, "hot" (1)', rank: 1, open: true },
    { id: 102, name: "coffee", rank: 2, open: false, data: { kind: "bean", sizes: [3, 5] } },
    { id: 103, name: null, rank: null, open: null },
    { id: 104, name: " spaced ", rank: 4, open: true, data: { kind: "leaf", sizes: [7] } },
    { id: 105, name: "back\\slash", rank: 5, open: false },
  ];
  const is = postgresChangesFilter;
  const cases: readonly (readonly [string, string, readonly number[]])[] = [
    ["eq", is().eq("rank", 2).build(), [102]],
    ["eq of what is quoted", is().eq("name", 'Tea, "hot" (1)').build(), [101]],
    ["eq of spaces", is().eq("name", " spaced ").build(), [104]],
    ["eq of a backslash", is().eq("name", "back\\slash").build(), [105]],
    ["neq", is().neq("rank", 2).build(), [101, 104, 105]],
    ["lt", is().lt("rank", 2).build(), [101]],
    ["lte", is().lte("rank", 2).build(), [101, 102]],
    ["gt", is().gt("rank", 4).build(), [105]],
    ["gte", is().gte("rank", 4).build(), [104, 105]],
    ["in", is().in("rank", [1, 5, 9]).build(), [101, 105]],
    ["in of what is quoted", is().in("name", ['Tea, "hot" (1)', "coffee"]).build(), [101, 102]],
    ["like", is().like("name", "%off%").build(), [102]],
    ["ilike", is().ilike("name", "tea%").build(), [101]],
    ["match", is().match("name", "^c.*e$").build(), [102]],
    ["imatch", is().imatch("name", "^TEA").build(), [101]],
    ["is null", is().is("rank", null).build(), [103]],
    ["is true", is().is("open", true).build(), [101, 104]],
    ["is unknown", is().is("open", "unknown").build(), [103]],
    ["isdistinct", is().isDistinct("rank", 2).build(), [101, 103, 104, 105]],
    ["not eq", is().not("rank", "eq", 2).build(), [101, 104, 105]],
    ["not in", is().not("rank", "in", [1, 2]).build(), [104, 105]],
    ["not is null", is().not("name", "is", null).build(), [101, 102, 104, 105]],
    ["not like", is().not("name", "like", "%e%").build(), [105]],
    ["several", is().gt("rank", 1).lt("rank", 5).is("open", false).build(), [102]],
    ["JSON as text", "data->>kind=eq.bean", [102]],
    ["JSON inside a list", "data->sizes->0=gt.5", [104]],
    ["none", is().build(), [101, 102, 103, 104, 105]],
  ];

  it("say what every operator of the client says", async () => {
    const groups = [cases.slice(0, 13), cases.slice(13)];
    const heard = new Map<string, Change[]>();
    for (const group of groups) {
      const channel = visiting();
      for (const [name, filter] of group) heard.set(name, on(channel, { event: "INSERT", table: "things", filter }));
      await listening(channel);
    }
    await server.service().from("things").insert(rows).throwOnError();
    await until(
      () => heard.get("none")?.length === 5 && heard.get("neq")?.length === 3,
      () => [...heard],
    );
    await pause(100);
    const told = cases.map(([name]) => [name, (heard.get(name) ?? []).map((change) => change.new.id)]);
    expect(told).toEqual(cases.map(([name, , ids]) => [name, ids]));
  });

  it.each([
    [{ table: "nowhere" }, "nowhere"],
    [{ table: "things", filter: "nothing=eq.1" }, "invalid column for filter nothing"],
    [{ table: "things", filter: "cost=eq.1" }, "permission denied for table things"],
    [{ table: "things", filter: "rank=foo.1" }, 'Error parsing `filter` params: ["foo", "1"]'],
    [{ table: "things", filter: "undefined" }, 'Error parsing `filter` params: ["undefined"]'],
    [{ table: "things", filter: "rank=in.1" }, "`in` filter value must be wrapped by parentheses"],
    [{ table: "things", filter: "rank=eq.1,,rank=eq.2" }, "filter must not contain empty segments"],
    [{ table: "things", filter: "rank=eq.many" }, "invalid input syntax for type integer"],
    [{ table: "things", select: ["cost"] }, "permission denied for table things"],
    [{ table: "*", select: ["name"] }, "Column selection is not supported for wildcard subscriptions"],
    [{ schema: "secret", table: "things" }, "secret"],
  ])("that make no sense are told of in the channel: %j", async (asked, words) => {
    const channel = visiting();
    on(channel, asked);
    await expect(listening(channel)).rejects.toThrow(words);
    expect(channel.state).toBe("joined");
    const waiting = server.visitor().channel("w", { config: { postgres_changes_options: { wait: true } } });
    on(waiting, asked);
    await expect(joined(waiting)).rejects.toThrow("RealtimeDisabledForConfiguration");
  });
});

it("tells rows to those alone who may see them", async () => {
  const [ada, eve] = await Promise.all([server.person(), server.person()]);
  await server.database.prepare("insert into members values ('tea', ?)").bind(ada.id).run();
  const inside = ada.client.channel("mine");
  const outside = eve.client.channel("mine");
  const seen = on(inside, { table: "messages", filter: "room=eq.tea" });
  const leaked = on(outside, { table: "messages" });
  await Promise.all([listening(inside), listening(outside)]);
  await ada.client.from("messages").insert({ id: 1, room: "tea", body: "hello" }).throwOnError();
  await until(() => seen.length === 1);
  await pause(100);
  expect(seen[0]?.new).toEqual({ id: 1, room: "tea", body: "hello" });
  expect(leaked).toEqual([]);
  const stranger = visiting();
  on(stranger, { table: "messages" });
  await expect(listening(stranger)).rejects.toThrow("permission denied for table messages");
});

it("numbers changes, and tells what was missed to who comes back with a number", async () => {
  const service = server.service();
  const sequences: number[] = [];
  const raw = new WebSocket(
    `${server.url.replace("http", "ws")}/realtime/v1/websocket?apikey=${server.anonKey}&vsn=2.0.0`,
  );
  const open = (since: number | null) =>
    JSON.stringify([
      "1",
      "1",
      `realtime:since ${since}`,
      "phx_join",
      { config: { postgres_changes: [{ event: "*", schema: "public", table: "things" }], since } },
    ]);
  const heard: { topic: string; sequence: number; id: unknown }[] = [];
  raw.addEventListener("message", ({ data }) => {
    const [, , topic, event, payload] = JSON.parse(String(data));
    if (event !== "postgres_changes") return;
    heard.push({ topic, sequence: payload.data.sequence, id: payload.data.record?.id });
  });
  await new Promise((resolve) => raw.addEventListener("open", resolve));
  raw.send(open(null));
  await pause(300);
  await service
    .from("things")
    .insert([{ id: 301 }, { id: 302 }, { id: 303 }])
    .throwOnError();
  await until(
    () => heard.length === 3,
    () => heard,
  );
  sequences.push(...heard.map(({ sequence }) => sequence));
  expect(sequences).toEqual([...sequences].sort((a, b) => a - b));
  raw.send(open(sequences[0] ?? 0));
  await until(
    () => heard.length === 5,
    () => heard,
  );
  expect(heard.slice(3).map(({ id }) => id)).toEqual([302, 303]);
  raw.close();
});
