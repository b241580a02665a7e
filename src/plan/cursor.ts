import { fromHex } from "../kernel/bytes.ts";
import { type Failure, failure } from "../kernel/failure.ts";
import { type Json, readJson } from "../kernel/json.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { literal, type Sql, sql } from "../sql/fragment.ts";
import type { Slot } from "./slot.ts";

/** What a cursor of a page must be: of this order, with so many values. */
export interface CursorForm {
  readonly tag: string;
  readonly terms: number;
}

/** `values`: a row's values of the terms of its order. Hexadecimal, since SQLite has no base64. */
export function cursorText(tag: string, values: Sql<Slot>): Sql<Slot> {
  return sql`lower(hex(json_array(${literal(tag)}, ${values})))`;
}

/** PER030 for what is no cursor of the order. It is no secret, and gives no right: it says no more than a filter. */
export function cursorValues(cursor: string, { tag, terms }: CursorForm): Result<readonly Json[], Failure> {
  const bytes = fromHex(cursor);
  const json = bytes === null ? null : readJson(new TextDecoder().decode(bytes));
  if (!Array.isArray(json) || json.length !== 2 || json[0] !== tag) return err(misfit);
  const values: Json | undefined = json[1];
  if (!Array.isArray(values) || values.length !== terms || !values.every(isPlain)) return err(misfit);
  return ok(values);
}

export const misfit: Failure = failure("PER030", "the cursor does not fit", {
  details: "A cursor belongs to the collection and the order of the page that it came with.",
  hint: "Start again with an empty cursor.",
});

function isPlain(value: unknown): boolean {
  return value === null || typeof value === "string" || typeof value === "number";
}
