import type { Cell } from "../engine/request.ts";
import { type Failure, failure } from "../kernel/failure.ts";
import { isJsonObject, type Json, type JsonObject } from "../kernel/json.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { invalidBody } from "./failures.ts";

/** What a body gives: the names of columns, sorted, and for each row its cells in that order. */
export interface Payload {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

export interface PayloadOptions {
  /** `columns`: what is taken from the rows, whatever else they hold; null for their keys. */
  readonly declared: readonly string[] | null;
  /** A declared column that a row leaves out takes its default, and null otherwise. */
  readonly missing: "default" | "null";
}

/** The text of a body; PER001 where it has more bytes than are taken. */
export async function readBody(request: Request, maxBytes: number): Promise<Result<string, Failure>> {
  const tooLarge = failure("PER001", `the body is larger than ${maxBytes} bytes`);
  const length = request.headers.get("content-length");
  if (length !== null) return Number(length) > maxBytes ? err(tooLarge) : ok(await request.text());
  if (request.body === null) return ok("");
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  const reader: ReadableStreamDefaultReader<Uint8Array> = request.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return ok(text + decoder.decode());
    bytes += value.byteLength;
    if (bytes > maxBytes) {
      await reader.cancel();
      return err(tooLarge);
    }
    text += decoder.decode(value, { stream: true });
  }
}

/**
 * The rows of a body: an object is one, an array its elements, anything else none. Without `columns` all objects
 * must have the same keys. Errors: PGRST102.
 * Source: https://docs.postgrest.org/en/v14/references/api/tables_views.html#insert
 */
export function payloadRows(json: Json, options: PayloadOptions): Result<Payload, Failure> {
  const objects = rowObjects(json);
  if (objects === null) return err(mismatch);
  const columns = [...new Set(options.declared ?? Object.keys(objects[0] ?? {}))].sort();
  if (options.declared === null && !objects.every((row) => hasExactly(row, columns))) return err(mismatch);
  const absent = options.missing === "default" ? undefined : null;
  return ok({
    columns,
    rows: objects.map((row) => columns.map((name): Cell => (Object.hasOwn(row, name) ? row[name] : absent))),
  });
}

const mismatch: Failure = invalidBody("All object keys must match");

function rowObjects(json: Json): readonly JsonObject[] | null {
  if (isJsonObject(json)) return [json];
  if (!Array.isArray(json)) return [];
  return json.every(isJsonObject) ? json : null;
}

function hasExactly(row: JsonObject, columns: readonly string[]): boolean {
  return Object.keys(row).length === columns.length && columns.every((name) => Object.hasOwn(row, name));
}
