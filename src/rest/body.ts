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

export interface DeclaredOptions {
  readonly columns: readonly string[];
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
 * The rows of a body: an object is one, an array its elements, anything else none. All objects must have the same keys.
 * Errors: PGRST102. Source: https://docs.postgrest.org/en/v14/references/api/tables_views.html#insert
 */
export function payloadRows(json: Json): Result<Payload, Failure> {
  const objects = Array.isArray(json) ? json : isJsonObject(json) ? [json] : [];
  if (!objects.every(isJsonObject)) return err(mismatch);
  const columns = Object.keys(objects[0] ?? {}).sort();
  if (!objects.every((row) => hasExactly(row, columns))) return err(mismatch);
  return ok({ columns, rows: objects.map((row) => columns.map((name): Cell => row[name])) });
}

/**
 * What the rows of a body have of the columns that `columns` names, whatever else they hold. PostgREST leaves it to
 * PostgreSQL to read such a body, so what is wrong with it is said in PostgreSQL's words: 22P02, 22023.
 */
export function declaredRows(body: Result<Json, Failure>, options: DeclaredOptions): Result<Payload, Failure> {
  if (!body.ok) return body.error.code === "PGRST102" ? err(notJson) : body;
  const objects = Array.isArray(body.value) ? body.value : [body.value];
  if (!objects.every(isJsonObject)) return err(notObjects);
  const columns = [...new Set(options.columns)].sort();
  const absent = options.missing === "default" ? undefined : null;
  return ok({
    columns,
    rows: objects.map((row) => columns.map((name): Cell => (Object.hasOwn(row, name) ? row[name] : absent))),
  });
}

const mismatch: Failure = invalidBody("All object keys must match");
const notJson: Failure = failure("22P02", "invalid input syntax for type json");
const notObjects: Failure = failure("22023", "argument of json_to_recordset must be an array of objects");

function hasExactly(row: JsonObject, columns: readonly string[]): boolean {
  return Object.keys(row).length === columns.length && columns.every((name) => Object.hasOwn(row, name));
}
