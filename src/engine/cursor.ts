import { fromBase64Url, toBase64Url, utf8 } from "../kernel/bytes.ts";
import { checksum, checksumLength } from "../kernel/checksum.ts";
import type { Failure } from "../kernel/failure.ts";
import { readJson } from "../kernel/json.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { misfit } from "../plan/cursor.ts";
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
  const json = readJson(values);
  if (!Array.isArray(json) || json.length !== terms || !json.every(isPlain)) return err(misfit);
  return ok({ kind: "json", json });
}

function isPlain(value: unknown): boolean {
  return value === null || typeof value === "string" || typeof value === "number";
}
