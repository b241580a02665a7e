import { fromBase64Url, toBase64Url, utf8 } from "../kernel/bytes.ts";
import { type Failure, failure } from "../kernel/failure.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import type { KeysetPlan } from "../plan/keyset.ts";
import type { ArgumentValue } from "../query/read.ts";

/**
 * A cursor: a row's values of the terms of an order, and a sum over them and the order. It is no secret and gives no
 * right: it says no more than a filter on the same columns. The sum finds cursors of other orders and broken ones.
 */
export function encodeCursor(values: string, { order }: KeysetPlan): string {
  return toBase64Url(utf8(`${checksum(`${order}\n${values}`)}${values}`));
}

/** The values as an argument. PER030 for what is no cursor of this order. */
export function decodeCursor(cursor: string, { order, terms }: KeysetPlan): Result<ArgumentValue, Failure> {
  const bytes = fromBase64Url(cursor);
  const text = bytes === null ? "" : new TextDecoder().decode(bytes);
  const values = text.slice(checksumLength);
  if (text.slice(0, checksumLength) !== checksum(`${order}\n${values}`)) return err(misfit);
  const json = parsed(values);
  if (!Array.isArray(json) || json.length !== terms || !json.every(isPlain)) return err(misfit);
  return ok({ kind: "json", json });
}

const misfit: Failure = failure("PER030", "the cursor does not fit", {
  details: "A cursor belongs to the collection and the order of the page that it came with.",
  hint: "Start again with an empty cursor.",
});

function isPlain(value: unknown): boolean {
  return value === null || typeof value === "string" || typeof value === "number";
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const checksumLength = 8;

/** FNV-1a, 32 bits. Source: http://www.isthe.com/chongo/tech/comp/fnv/ */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(16).padStart(checksumLength, "0");
}
