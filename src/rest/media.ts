import { type Failure, failure } from "../kernel/failure.ts";
import type { Json } from "../kernel/json.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { csvText, parseCsv } from "./csv.ts";
import { invalidBody } from "./failures.ts";
import { parseRowsJson } from "./json-text.ts";
import { remembered } from "./memo.ts";
import { stripNulls } from "./strip-nulls.ts";

/** A form in which answers are given. */
export interface AnswerMedia {
  readonly contentType: string;
  /** single: one row, or PGRST116. */
  readonly rows: "many" | "single";
  /** The body, from the rows as the text of a JSON array. */
  readonly write: (json: string) => string;
}

const array: AnswerMedia = {
  contentType: "application/json; charset=utf-8",
  rows: "many",
  write: (json) => json,
};
const object: AnswerMedia = {
  contentType: "application/vnd.pgrst.object+json; charset=utf-8",
  rows: "single",
  write: onlyRow,
};
const strippedArray: AnswerMedia = {
  contentType: "application/vnd.pgrst.array+json;nulls=stripped; charset=utf-8",
  rows: "many",
  write: stripNulls,
};
const strippedObject: AnswerMedia = {
  contentType: "application/vnd.pgrst.object+json;nulls=stripped; charset=utf-8",
  rows: "single",
  write: (json) => stripNulls(onlyRow(json)),
};
const csv: AnswerMedia = { contentType: "text/csv; charset=utf-8", rows: "many", write: csvText };

/** The one element of an array: what else there is between its brackets is none. */
function onlyRow(json: string): string {
  return json.slice(1, -1);
}

/** By media type in lower case, with no parameter but `nulls`. Another form of answer is another entry. */
const answers: ReadonlyMap<string, AnswerMedia> = new Map([
  ["*/*", array],
  ["application/*", array],
  ["application/json", array],
  ["application/vnd.pgrst.array", array],
  ["application/vnd.pgrst.array+json", array],
  ["application/vnd.pgrst.array;nulls=stripped", strippedArray],
  ["application/vnd.pgrst.array+json;nulls=stripped", strippedArray],
  ["application/vnd.pgrst.object", object],
  ["application/vnd.pgrst.object+json", object],
  ["application/vnd.pgrst.object;nulls=stripped", strippedObject],
  ["application/vnd.pgrst.object+json;nulls=stripped", strippedObject],
  ["text/csv", csv],
]);

/** What a body's text says; PGRST102 where it is not of its type. */
export type BodyParser = (text: string) => Result<Json, Failure>;

/** The forms of a body, by media type. Another one is another entry. */
const bodies: ReadonlyMap<string, BodyParser> = new Map([
  ["application/json", parseJson],
  ["application/x-www-form-urlencoded", parseForm],
  ["text/csv", parseCsvBody],
]);

interface MediaRange {
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly text: string;
}

const chosen = remembered((accept) => choose(accept, answers));

/**
 * The form of the answer: the first that there is, by the weights of `Accept` (RFC 9110, section 12.5.1). PGRST107 for
 * none. Source: https://docs.postgrest.org/en/v14/references/api/resource_representation.html
 */
export function negotiate(accept: string | null): Result<AnswerMedia, Failure> {
  return accept === null || accept === "" || accept === "*/*" ? ok(array) : chosen(accept);
}

/** The same with other forms before those, each by its media type or range. */
export function negotiateAmong(
  accept: string | null,
  own: ReadonlyMap<string, AnswerMedia>,
): Result<AnswerMedia, Failure> {
  return choose(accept === null || accept === "" ? "*/*" : accept, new Map([...answers, ...own]));
}

/** PGRST102 where the body's media type cannot be read. */
export function bodyParser(contentType: string | null): Result<BodyParser, Failure> {
  if (contentType === null) return ok(parseJson);
  const { type, text } = mediaRange(contentType);
  const found = bodies.get(type);
  return found === undefined ? err(invalidBody(`Content-Type not acceptable: ${text}`)) : ok(found);
}

function parseJson(text: string): Result<Json, Failure> {
  const json = parseRowsJson(text);
  return json === undefined ? err(invalidBody("Empty or invalid json")) : ok(json);
}

function parseForm(text: string): Result<Json, Failure> {
  return ok(Object.fromEntries(new URLSearchParams(text)));
}

function parseCsvBody(text: string): Result<Json, Failure> {
  const rows = parseCsv(text);
  return rows.ok ? rows : err(invalidBody(rows.error));
}

function choose(accept: string, forms: ReadonlyMap<string, AnswerMedia>): Result<AnswerMedia, Failure> {
  const ranges = accept.split(",").map(mediaRange);
  ranges.sort((left, right) => weight(right) - weight(left));
  for (const range of ranges.filter((each) => weight(each) > 0)) {
    // Any other word for nulls is no word, as in PostgREST.
    const isStripped = range.parameters.get("nulls") === "stripped";
    const stripped = isStripped ? forms.get(`${range.type};nulls=stripped`) : undefined;
    const found = stripped ?? forms.get(range.type);
    if (found !== undefined) return ok(found);
  }
  const named = ranges.map((range) => range.text).join(", ");
  return err(failure("PGRST107", `None of these media types are available: ${named}`));
}

function weight(range: MediaRange): number {
  const given = Number(range.parameters.get("q") ?? "1");
  return Number.isNaN(given) ? 1 : given;
}

function mediaRange(text: string): MediaRange {
  const [type = "", ...rest] = text.split(";").map((part) => part.trim().toLowerCase());
  const parameters = rest.map((part): [string, string] => {
    const [name = "", value = ""] = part.split("=");
    return [name.trim(), value.trim()];
  });
  const kept = parameters.filter(([name]) => name !== "q" && name !== "charset" && name !== "");
  return { type, parameters: new Map(parameters), text: [type, ...kept.map((pair) => pair.join("="))].join(";") };
}
