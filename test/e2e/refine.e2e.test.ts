import type { BaseRecord, CrudFilter, DataProvider, LiveEvent } from "@refinedev/core";
import { dataProvider, liveProvider } from "@refinedev/supabase";
import type { RealtimeChannel } from "@supabase/supabase-js";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type RealtimeServer, startRealtime, until } from "../realtime/server.ts";
import { app } from "./refine-app.ts";

// The unmodified @refinedev/supabase: what it asks of a server, by every one of its operators.
let server: RealtimeServer;
let panel: Required<DataProvider>;

beforeAll(async () => {
  server = await startRealtime({ app, script: "../e2e/refine-worker.ts" });
  panel = dataProvider(server.visitor());
});

afterAll(() => server?.stop());

beforeEach(async () => {
  const service = server.service();
  await service.from("posts").delete().gte("id", 0).throwOnError();
  await service.from("categories").delete().gte("id", 0).throwOnError();
  const named = [
    { id: 1, title: "News" },
    { id: 2, title: "Art" },
  ];
  await service.from("categories").insert(named).throwOnError();
  const rows = [
    { id: 1, title: "Windows open", slug: "one", hits: 5, tags: ["a", "b"], category_id: 1 },
    { id: 2, title: "The window, shut", slug: "two", hits: 7, tags: ["b"], category_id: 2 },
    { id: 3, title: "Doors", slug: null, hits: null, tags: ["c d"], category_id: 2 },
  ];
  await service.from("posts").insert(rows).throwOnError();
});

describe("getList", () => {
  it("gives a page and the total", async () => {
    const page = { resource: "posts", meta: { select: "id" }, sorters: [{ field: "id", order: "asc" as const }] };
    const first = await panel.getList({ ...page, pagination: { currentPage: 1, pageSize: 2 } });
    expect(first).toEqual({ data: [{ id: 1 }, { id: 2 }], total: 3 });
    const second = await panel.getList({ ...page, pagination: { currentPage: 2, pageSize: 2 } });
    expect(second).toEqual({ data: [{ id: 3 }], total: 3 });
    expect(await panel.getList({ ...page, pagination: { mode: "off" } })).toMatchObject({ total: 3 });
  });

  it("sorts by own and by related columns", async () => {
    const descending = await panel.getList({ resource: "posts", sorters: [{ field: "hits", order: "desc" }] });
    expect(ids(descending.data)).toEqual([3, 2, 1]);
    const related = await panel.getList({
      resource: "categories",
      meta: { select: "id, posts(title)" },
      sorters: [
        { field: "id", order: "desc" },
        { field: "posts.title", order: "desc" },
      ],
    });
    expect(related.data).toEqual([
      { id: 2, posts: [{ title: "The window, shut" }, { title: "Doors" }] },
      { id: 1, posts: [{ title: "Windows open" }] },
    ]);
  });

  const filters: readonly (readonly [CrudFilter, readonly number[]])[] = [
    [{ field: "id", operator: "eq", value: 2 }, [2]],
    [{ field: "id", operator: "ne", value: 2 }, [1, 3]],
    [{ field: "hits", operator: "lt", value: 7 }, [1]],
    [{ field: "hits", operator: "gt", value: 5 }, [2]],
    [{ field: "hits", operator: "lte", value: 7 }, [1, 2]],
    [{ field: "hits", operator: "gte", value: 7 }, [2]],
    [{ field: "id", operator: "in", value: [1, 3] }, [1, 3]],
    [{ field: "id", operator: "nin", value: "(1,3)" }, [2]],
    [{ field: "hits", operator: "between", value: [5, 6] }, [1]],
    [{ field: "hits", operator: "null", value: true }, [3]],
    [{ field: "hits", operator: "nnull", value: null }, [1, 2]],
    [{ field: "title", operator: "contains", value: "window" }, [1, 2]],
    [{ field: "title", operator: "containss", value: "window" }, [2]],
    [{ field: "title", operator: "ncontains", value: "%WINDOW%" }, [3]],
    [{ field: "title", operator: "startswith", value: "the" }, [2]],
    [{ field: "title", operator: "endswith", value: "OPEN" }, [1]],
    [{ field: "tags", operator: "ina", value: ["b"] }, [1, 2]],
    [{ field: "tags", operator: "nina", value: ["b", "a"] }, [2, 3]],
    [{ field: "tags", operator: "ina", value: ["c d"] }, [3]],
    [{ field: "categories.title", operator: "eq", value: "Art" }, [2, 3]],
    [
      {
        operator: "or",
        value: [
          { field: "title", operator: "contains", value: "window, s" },
          { field: "id", operator: "in", value: [3] },
        ],
      },
      [2, 3],
    ],
    [
      {
        operator: "or",
        value: [
          { field: "tags", operator: "ina", value: ["c d"] },
          { field: "hits", operator: "null", value: null },
          { field: "slug", operator: "eq", value: "one" },
        ],
      },
      [1, 3],
    ],
  ];
  it.each(filters)("filters by %j", async (filter, wanted) => {
    const { data, total } = await panel.getList({
      resource: "posts",
      filters: [filter],
      sorters: [{ field: "id", order: "asc" }],
      meta: { select: "*, categories!inner(title)" },
    });
    expect([ids(data), total]).toEqual([wanted, wanted.length]);
  });
});

it("reads one and some, by the id and by another column", async () => {
  const meta = { select: "title, categories(title)" };
  const one = await panel.getOne({ resource: "posts", id: "1", meta });
  expect(one.data).toEqual({ title: "Windows open", categories: { title: "News" } });
  const some = await panel.getMany({ resource: "posts", ids: [1, "3"] });
  expect(ids(some.data)).toEqual([1, 3]);
  const two = await panel.getMany({ resource: "posts", ids: ["two"], meta: { idColumnName: "slug" } });
  expect(ids(two.data)).toEqual([2]);
});

it("creates, updates and deletes, one and many", async () => {
  const made = await panel.create({
    resource: "posts",
    variables: { title: "New", category_id: 1 },
    meta: { select: "id" },
  });
  expect(made.data).toEqual({ id: 4 });
  const many = await panel.createMany({
    resource: "posts",
    variables: [
      { id: 10, title: "Ten" },
      { id: 11, title: "Eleven" },
    ],
    meta: { select: "id, title" },
  });
  expect(many.data).toEqual([
    { id: 10, title: "Ten" },
    { id: 11, title: "Eleven" },
  ]);
  const select = { select: "id, hits" };
  const updated = await panel.update({ resource: "posts", id: 10, variables: { hits: 1 }, meta: select });
  expect(updated.data).toEqual({ id: 10, hits: 1 });
  const all = await panel.updateMany({ resource: "posts", ids: [10, 11], variables: { hits: 2 }, meta: select });
  expect(all.data).toEqual([
    { id: 10, hits: 2 },
    { id: 11, hits: 2 },
  ]);
  await panel.deleteOne({ resource: "posts", id: 10 });
  await panel.deleteMany({ resource: "posts", ids: [4, 11] });
  const left = await panel.getList({ resource: "posts", sorters: [{ field: "id", order: "asc" }] });
  expect(ids(left.data)).toEqual([1, 2, 3]);
});

it("is told why a write is refused", async () => {
  const variables = { title: "Nowhere", category_id: 99 };
  await expect(panel.create({ resource: "posts", variables })).rejects.toMatchObject({
    code: "23503",
    message: 'insert or update on table "posts" violates foreign key constraint "posts_category_id_fkey"',
  });
});

it("lives: each change of a resource is an event, filtered where it asks", async () => {
  const live = liveProvider(server.visitor());
  const events: LiveEvent[] = [];
  const art: LiveEvent[] = [];
  const channels: RealtimeChannel[] = [
    live.subscribe({
      channel: "resources/posts",
      types: ["*"],
      params: { ids: [20] },
      callback: (event) => events.push(event),
    }),
    live.subscribe({
      channel: "resources/posts",
      types: ["created"],
      params: { filters: [{ field: "category_id", operator: "eq", value: 2 }] },
      callback: (event) => art.push(event),
    }),
  ];
  await Promise.all(channels.map(heard));
  await panel.createMany({
    resource: "posts",
    variables: [
      { id: 20, title: "Here", category_id: 1 },
      { id: 21, title: "There", category_id: 2 },
    ],
  });
  await panel.updateMany({ resource: "posts", ids: [20, 21], variables: { hits: 3 } });
  await panel.deleteOne({ resource: "posts", id: 20 });
  const told = (list: readonly LiveEvent[]) => list.map(({ type, payload }) => [type, payload.id]);
  await until(
    () => events.length === 4,
    () => told(events),
  );
  // refine looks for the id of a deleted row in `new`, which is empty: its callback comes without one.
  expect(told(events)).toEqual([
    ["created", 20],
    ["created", 21],
    ["updated", 20],
    ["deleted", undefined],
  ]);
  expect(told(art)).toEqual([["created", 21]]);
  await Promise.all(channels.map((channel) => live.unsubscribe(channel)));
});

const ids = (rows: readonly BaseRecord[]): unknown[] => rows.map((row) => row.id);

/** Resolves when the server says that changes are told from now on. */
async function heard(channel: RealtimeChannel): Promise<void> {
  let said = false;
  channel.on("system", {}, (payload) => {
    said ||= payload.extension === "postgres_changes" && payload.status === "ok";
  });
  await until(() => said);
}
