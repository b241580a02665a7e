import assert from "node:assert/strict";
import { askOnce, type Contender } from "./contender.ts";
import type { Workload } from "./workloads.ts";

/** Requests of each workload whose answers are compared. */
const samples = 5;

/**
 * Asks every contender the same things: the answers must have the workload's status and be equal as JSON. The order of
 * embedded rows, which no one asked for, does not count. Throws an assertion error that shows the difference.
 */
export async function verifyEqual(contenders: readonly Contender[], workload: Workload): Promise<void> {
  for (let index = 0; index < samples; index++) {
    const answers = await Promise.all(contenders.map((contender) => answer(contender, workload, index)));
    const [first, ...others] = answers;
    for (const other of others) assert.deepEqual(other, first, `${workload.name} gives different answers`);
  }
  if (workload.writes) for (const { reset } of contenders) await reset();
}

async function answer(contender: Contender, workload: Workload, index: number): Promise<unknown> {
  const response = await askOnce(contender, workload, index);
  const text = await response.text();
  const name = `${contender.side.name}, ${workload.name}`;
  assert.equal(response.status, workload.status, `${name}: ${text}`);
  const json: unknown = JSON.parse(text);
  const rows = contender.rows === undefined ? json : contender.rows(json);
  assert.ok(Array.isArray(rows) && rows.length > 0, `${name}: no rows: ${text}`);
  return rows.map(sortEmbedded);
}

/** The value with every array inside it in one fixed order. */
function sortEmbedded(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sortEmbedded).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, sortEmbedded(item)]));
}
