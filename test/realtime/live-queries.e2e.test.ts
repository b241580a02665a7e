import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Change, type Following, followChanges } from "../../src/client/follow-changes.ts";
import { type FollowingQuery, followQuery, type RowsTold } from "../../src/client/follow-query.ts";
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
