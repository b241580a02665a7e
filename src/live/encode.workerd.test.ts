import { beforeAll, expect, it } from "vitest";
import {
  collectionOf,
  contextOf,
  openEngine,
  orderBy,
  readOf,
  readRequest,
  type TestEngine,
} from "../engine/test-engine.ts";
import type { Row } from "../rules/evaluate.ts";
import { rowJson } from "./encode.ts";
import { app, writeThings } from "./test-things.ts";

let stage: TestEngine;
let rows: readonly Row[];

beforeAll(async () => {
  stage = await openEngine(app);
  rows = await writeThings(300, 7);
});

/** Numbers with all of their digits, and with a fraction of nothing left out. */
function exact(text: string): unknown {
  const revive = (_key: string, value: unknown, context?: { readonly source?: string }): unknown =>
    typeof value === "number" && !Number.isSafeInteger(value) ? `${value} ${context?.source}` : value;
  return JSON.parse(text, revive);
}

it("makes of a row in the log what a read makes of it in the table", async () => {
  const table = collectionOf(stage.model, "things");
  const read = await stage.engine.read(readRequest(readOf(table, { order: orderBy(table, "id") })), contextOf());
  const expected = exact(read.ok ? read.value.json : "");
  expect(rows).toHaveLength(300);
  expect(exact(`[${rows.map((row) => rowJson(row, table)).join(",")}]`)).toEqual(expected);
});

it("leaves out the columns that are not there, and keeps the others in their order", () => {
  const table = collectionOf(stage.model, "things");
  expect(rowJson({ boolean: 1, id: 3, text: null }, table)).toBe('{"id":3,"text":null,"boolean":true}');
});
