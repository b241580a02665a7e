import { createHash } from "node:crypto";
import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Change, type Following, followChanges } from "../../src/client/follow-changes.ts";
import { type FollowingQuery, followQuery, type RowsTold } from "../../src/client/follow-query.ts";
import { raw, rawJoin } from "./raw.ts";
import { type RealtimeServer, startRealtime, until } from "./server.ts";

let server: RealtimeServer;
const open: (Following | FollowingQuery)[] = [];

beforeAll(async () => {
  server = await startRealtime();
});

afterEach(async () => {
  for (const each of open.splice(0)) each.stop();
  await server.service().from("things").delete().gte("id", 0).throwOnError();
});

afterAll(() => server?.stop());

interface Thing {
  readonly id: number;
  readonly name: string | null;
  readonly rank: number | null;
}

describe("followQuery", () => {
  it("has the rows of the read, then those after each change", async () => {
    const service = server.service();
    await service
      .from("things")
      .insert([1, 2, 3].map((id) => ({ id, name: `n${id}`, rank: id })))
      .throwOnError();
    const seen: { rows: readonly Thing[]; told: RowsTold }[] = [];
    const path = "/rest/v1/things?select=id,name&rank=gte.1&order=rank.desc&limit=2";
    open.push(followQuery<Thing>(server.visitor(), { path, onRows: (rows, told) => seen.push({ rows, told }) }));
    await until(() => seen.length === 1);
    expect(seen[0]).toMatchObject({
      rows: [
        { id: 3, name: "n3" },
        { id: 2, name: "n2" },
      ],
      told: { mode: "incremental" },
    });
    await service.from("things").update({ rank: 9 }).eq("id", 1).throwOnError();
    await until(() => seen.length === 2);
    expect(seen[1]?.rows).toEqual([
      { id: 1, name: "n1" },
      { id: 3, name: "n3" },
    ]);
    await service.from("things").delete().eq("id", 3).throwOnError();
    await until(() => seen.length === 3);
    expect(seen[2]?.rows).toEqual([
      { id: 1, name: "n1" },
      { id: 2, name: "n2" },
    ]);
    const sequences = seen.map(({ told }) => told.sequence);
    expect(sequences).toEqual([...sequences].sort((a, b) => a - b));
  });

  it("has the rows of a fresh read after every cut, whatever happened meanwhile", async () => {
    const service = server.service();
    const path = "/rest/v1/things?select=id,name,rank&order=rank.desc,id&limit=12";
    const visitor = server.visitor();
    let rows: readonly Thing[] = [];
    let wasEmpty = 0;
    const onRows = (now: readonly Thing[]): void => {
      rows = now;
      if (now.length === 0) wasEmpty += 1;
    };
    open.push(followQuery<Thing>(visitor, { path, onRows }));
    await until(() => wasEmpty === 1);
    let next = 1;
    let kept = 0;
    const write = async (): Promise<void> => {
      const kind = Math.random();
      const one = 1 + Math.floor(Math.random() * next);
      if (kind < 0.5)
        await service.from("things").insert({ id: next++, name: "né", rank: Math.floor(Math.random() * 9) });
      else if (kind < 0.8)
        await service
          .from("things")
          .update({ rank: Math.floor(Math.random() * 9) })
          .eq("id", one);
      else await service.from("things").delete().eq("id", one);
    };
    for (let round = 0; round < 8; round++) {
      for (let time = 0; time < 5; time++) await write();
      const before = new Set(rows);
      await visitor.realtime.disconnect();
      for (let time = 0; time < round % 4; time++) await write();
      visitor.realtime.connect();
      for (let time = 0; time < 3; time++) await write();
      const { data } = await service
        .from("things")
        .select("id,name,rank")
        .order("rank", { ascending: false })
        .order("id")
        .limit(12);
      await until(
        () => JSON.stringify(rows) === JSON.stringify(data),
        () => [rows, data],
      );
      // The same objects: these rows were not told again.
      kept += rows.filter((row) => before.has(row)).length;
    }
    expect(rows.length).toBeGreaterThan(2);
    expect(kept).toBeGreaterThan(5);
  });

  it("is told after a cut what differs from what it has", async () => {
    const service = server.service();
    await service
      .from("things")
      .insert([1, 2, 3, 4].map((id) => ({ id, name: `n${id}` })))
      .throwOnError();
    const path = "/rest/v1/things?select=id,name&order=id";
    const query = { id: "q", path };
    const told = async (held: object | null): Promise<Record<string, unknown>> => {
      const client = await raw(server);
      await rawJoin(client, "held", { live_queries: [{ ...query, held }] });
      const found = () => client.heard.find((message) => message[3] === "live_query");
      await until(() => found() !== undefined);
      client.close();
      return found()?.[4] as Record<string, unknown>;
    };
    const first = await told(null);
    expect(first).toMatchObject({ kind: "rows", mode: "incremental" });
    const digest = (row: unknown): string =>
      createHash("sha256").update(JSON.stringify(row)).digest().subarray(0, 16).toString("base64url");
    const held = { since: first.sequence, rows: (first.rows as unknown[]).map(digest) };
    expect(await told(held)).toMatchObject({ kind: "steps", mode: "incremental", since: first.sequence, steps: [] });
    await service.from("things").update({ name: "new" }).eq("id", 2).throwOnError();
    await service.from("things").delete().eq("id", 4).throwOnError();
    const second = await told(held);
    expect(second.steps).toEqual([
      { op: "removed", at: 3 },
      { op: "removed", at: 1 },
      { op: "added", at: 1, row: { id: 2, name: "new" } },
    ]);
    expect(second.sequence).toBeGreaterThan(Number(first.sequence));
    expect(await told({ ...held, rows: held.rows.map(() => "A".repeat(22)) })).toMatchObject({ kind: "rows" });
  });

  it("says that it runs an aggregate again, and does", async () => {
    const seen: { rows: readonly unknown[]; told: RowsTold }[] = [];
    const path = "/rest/v1/things?select=count()";
    open.push(followQuery(server.visitor(), { path, onRows: (rows, told) => seen.push({ rows, told }) }));
    await until(() => seen.length === 1);
    expect(seen[0]).toMatchObject({ rows: [{ count: 0 }], told: { mode: "rerun" } });
    await server.service().from("things").insert({ id: 1 }).throwOnError();
    await until(() => seen.length === 2);
    expect(seen[1]?.rows).toEqual([{ count: 1 }]);
  });

  it.each([
    ["/rest/v1/things?select=cost", "42501"],
    ["/rest/v1/things?select=nothing", "42703"],
    ["/rest/v1/nowhere", "PGRST205"],
  ])("tells why there is no %s", async (path, code) => {
    const codes: string[] = [];
    open.push(
      followQuery(server.visitor(), {
        path,
        onRows: () => codes.push("rows"),
        onError: (error) => codes.push(error.code),
      }),
    );
    await until(() => codes.length > 0);
    expect(codes).toEqual([code]);
  });
});

describe("followChanges", () => {
  it("goes on behind the last change after a cut", async () => {
    const service = server.service();
    const visitor = server.visitor();
    const changes: Change<Thing>[] = [];
    const statuses: string[] = [];
    const following = followChanges<Thing>(visitor, {
      changes: [{ table: "things" }],
      onChange: (change) => changes.push(change),
      onStatus: (status) => statuses.push(status),
    });
    open.push(following);
    await until(() => following.cursor !== null);
    await service.from("things").insert({ id: 1, name: "a" }).throwOnError();
    await until(() => changes.length === 1);
    await visitor.realtime.disconnect();
    await service.from("things").insert({ id: 2, name: "b" }).throwOnError();
    await service.from("things").update({ name: "c" }).eq("id", 1).throwOnError();
    visitor.realtime.connect();
    await until(
      () => changes.length === 3,
      () => [statuses, changes],
    );
    await service.from("things").insert({ id: 3, name: "d" }).throwOnError();
    await until(
      () => changes.length === 4,
      () => changes,
    );
    expect(changes.map(({ eventType, new: row }) => [eventType, row.id, row.name])).toEqual([
      ["INSERT", 1, "a"],
      ["INSERT", 2, "b"],
      ["UPDATE", 1, "c"],
      ["INSERT", 3, "d"],
    ]);
    expect(new Set(changes.map(({ sequence }) => sequence)).size).toBe(4);
    expect(following.cursor).toBe(changes.at(-1)?.sequence);
  });

  it("says that the log is older, and goes on from now", async () => {
    const reasons: string[] = [];
    const changes: unknown[] = [];
    const following = followChanges<Thing>(server.visitor(), {
      changes: [{ table: "things", event: "INSERT" }],
      since: 1_000_000_000,
      onChange: (change) => changes.push(change),
      onReset: (reason) => reasons.push(reason),
    });
    open.push(following);
    await until(() => reasons.length === 1);
    expect(reasons).toEqual(["ahead"]);
    await server.service().from("things").insert({ id: 4 }).throwOnError();
    await until(() => changes.length === 1);
  });
});

it("brings no code of the server along, and little of its own", async () => {
  const { metafile, outputFiles } = await build({
    stdin: {
      contents: `export * from "./follow-changes.ts"; export * from "./follow-query.ts"; export * from "./backoff.ts";`,
      resolveDir: new URL("../../src/client/", import.meta.url).pathname,
      loader: "ts",
    },
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: "esm",
  });
  const inputs = Object.keys(metafile.inputs).filter((name) => name !== "<stdin>");
  expect(inputs.filter((name) => !/^src\/(client|wire)\//.test(name))).toEqual([]);
  expect(outputFiles[0]?.contents.length).toBeLessThan(4_000);
});
