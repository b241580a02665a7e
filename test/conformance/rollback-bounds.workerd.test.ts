import { beforeAll, expect, it } from "vitest";
import { depot } from "../apps/depot.ts";
import { openStage, type Stage } from "../scenarios/stage.ts";
import { people, seed } from "./depot-seed.ts";

let open: Stage;
let closed: Stage;
beforeAll(async () => {
  const app = { ...depot, limits: { maxBodyBytes: 4_000_000 } };
  open = await openStage({ app, seed, people });
  closed = await openStage({ app: { ...app, rest: { transactionOverride: false } }, seed, people, tables: "kept" });
});

async function insert(stage: Stage, rows: readonly object[], prefer: string) {
  const { response, text } = await stage.fetch(
    new Request("http://perigee.test/rest/v1/makers?select=name", {
      method: "POST",
      headers: { "content-type": "application/json", prefer },
      body: JSON.stringify(rows),
    }),
  );
  return { status: response.status, applied: response.headers.get("preference-applied"), text };
}

async function count(stage: Stage): Promise<unknown> {
  return (await stage.rowsOf({ sql: "select count(*) as n from makers" }))[0];
}

it("keeps a write that a server without transactionOverride is asked to undo, and does not say otherwise", async () => {
  const answer = await insert(closed, [{ name: "Kept" }], "return=representation,tx=rollback");
  expect(answer).toEqual({ status: 201, applied: "return=representation", text: '[{"name":"Kept"}]' });
  expect(await count(closed)).toEqual({ n: 4 });
  await closed.reset();
});

it("undoes thousands of rows, and gives them in their order", async () => {
  const rows = Array.from({ length: 5_000 }, (_, index) => ({ name: `name ${(index * 7919) % 5_000}` }));
  const answer = await insert(open, rows, "return=representation,tx=rollback");
  expect(answer.status).toBe(201);
  expect(JSON.parse(answer.text)).toEqual(rows);
  expect(await count(open)).toEqual({ n: 3 });
});

it("refuses to undo a write whose answer is too large, and keeps nothing of it", async () => {
  const rows = Array.from({ length: 6 }, (_, index) => ({ name: `${index}${"x".repeat(100_000)}` }));
  const answer = await insert(open, rows, "return=representation,tx=rollback");
  expect([answer.status, JSON.parse(answer.text)]).toEqual([
    400,
    { code: "54000", message: "the answer is too large to be rolled back", details: null, hint: null },
  ]);
  expect(await count(open)).toEqual({ n: 3 });
  const silent = await insert(open, rows, "tx=rollback");
  expect([silent.status, silent.text]).toEqual([201, ""]);
  expect(await count(open)).toEqual({ n: 3 });
});
