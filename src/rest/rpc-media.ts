import type { Output } from "../functions/compile.ts";
import type { Failure } from "../kernel/failure.ts";
import type { Json } from "../kernel/json.ts";
import { ok, type Result } from "../kernel/result.ts";
import { type AnswerMedia, negotiate } from "./media.ts";

/** What a function's text may be sent as, without quotes. */
const rawTypes: ReadonlyMap<string, string> = new Map([
  ["text/plain", "text/plain; charset=utf-8"],
  ["application/octet-stream", "application/octet-stream"],
]);

/** As for a table; what is text may be had as it is too, by whoever asks for that first. Errors: PGRST107. */
export function negotiateCall(accept: string | null, output: Output): Result<AnswerMedia, Failure> {
  const first = accept?.split(/[,;]/, 1)[0]?.trim().toLowerCase() ?? "";
  const contentType = rawTypes.get(first);
  const isText = (output.kind === "value" || output.kind === "values") && output.element.type.name === "text";
  if (contentType !== undefined && isText) return ok({ contentType, rows: "many", write: rawText });
  return negotiate(accept);
}

function rawText(json: string): string {
  const value: Json = JSON.parse(json);
  const texts: readonly Json[] = Array.isArray(value) ? value : [value];
  return texts.map((text) => (typeof text === "string" ? text : "")).join("");
}

/** The body of an answer, from the JSON text of what a function has given. */
export function writeResult(media: AnswerMedia, json: string, { kind }: Output): string {
  const isMany = kind === "rows" || kind === "values";
  const isCsv = media.contentType.startsWith("text/csv");
  if (isCsv && (kind === "value" || kind === "values"))
    return media.write(scalarRows(JSON.parse(isMany ? json : `[${json}]`)));
  if (isMany || (!isCsv && media.rows === "many")) return media.write(json);
  return media.write(kind === "row" && json === "null" ? "[]" : `[${json}]`);
}

/** PostgREST's name for the column of a scalar. */
function scalarRows(values: readonly Json[]): string {
  return JSON.stringify(values.map((value) => ({ pgrst_scalar: value })));
}
