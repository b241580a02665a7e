import { type CompiledFunction, givesText, type Output } from "../functions/compile.ts";
import type { Failure } from "../kernel/failure.ts";
import type { Json } from "../kernel/json.ts";
import type { Result } from "../kernel/result.ts";
import { type AnswerMedia, negotiate, negotiateAmong } from "./media.ts";

/** What any function's text may be sent as, without quotes. */
const rawForms: ReadonlyMap<string, AnswerMedia> = new Map(
  ["text/plain", "application/octet-stream"].map((type) => [type, rawForm(type)]),
);

/** As for a table; what is text may be had as it is too, and as the function says it is. Errors: PGRST107. */
export function negotiateCall(
  accept: string | null,
  { output, media }: Pick<CompiledFunction, "output" | "media">,
): Result<AnswerMedia, Failure> {
  if (!givesText(output)) return negotiate(accept);
  return negotiateAmong(accept, media === null ? rawForms : new Map([...rawForms, ...ownForms(media)]));
}

function ownForms(media: string): readonly (readonly [string, AnswerMedia])[] {
  const form = rawForm(media);
  return [media, `${media.slice(0, media.indexOf("/"))}/*`, "*/*"].map((range) => [range, form]);
}

function rawForm(type: string): AnswerMedia {
  return { contentType: type.startsWith("text/") ? `${type}; charset=utf-8` : type, rows: "many", write: rawText };
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
