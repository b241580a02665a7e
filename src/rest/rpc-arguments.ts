import { argumentOfJson, argumentOfText, isTooDeep, maxArgumentDepth } from "../functions/arguments.ts";
import type { CompiledFunction, CompiledInput, Parameter } from "../functions/compile.ts";
import { type Failure, failure } from "../kernel/failure.ts";
import { isJsonObject, type Json, type JsonObject } from "../kernel/json.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { readBody } from "./body.ts";
import { parseCsv } from "./csv.ts";
import { invalidBody } from "./failures.ts";
import { parseRowsJson } from "./json-text.ts";
import { parseNames } from "./parse-order.ts";
import { Scanner } from "./scanner.ts";

/** What a call gives to its function. */
export interface Given {
  /** The names of its arguments; null where the body is the one argument. */
  readonly names: readonly string[] | null;
  /** An object of arguments, or the one. */
  readonly argument: Json;
  /** Of the body; null where there is none. */
  readonly mediaType: string | null;
}

export function argumentsOfQuery(
  pairs: readonly (readonly [string, string])[],
  fn: CompiledFunction | undefined,
): Given {
  return { ...named(textArguments(pairs, fn)), mediaType: null };
}

interface BodyOptions {
  readonly maxBytes: number;
  /** `columns` of the query string. */
  readonly columns: string | null;
}

/** The arguments of a POST: of an array the first element's, as in PostgREST. Errors: PGRST102, PGRST100, PER001. */
export async function argumentsOfBody(
  request: Request,
  fn: CompiledFunction | undefined,
  { maxBytes, columns }: BodyOptions,
): Promise<Result<Given, Failure>> {
  const chosen = columns === null ? ok(null) : columnNames(columns);
  if (!chosen.ok) return chosen;
  const header = request.headers.get("content-type") ?? "application/json";
  const mediaType = header.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  const read = readers.get(mediaType);
  if (read === undefined) return err(invalidBody(`Content-Type not acceptable: ${mediaType}`));
  const text = await readBody(request, maxBytes);
  if (!text.ok) return text;
  const given = read(text.value, fn);
  if (!given.ok) return given;
  const { names, argument } = given.value;
  if (names === null || chosen.value === null || !isJsonObject(argument)) return ok({ names, argument, mediaType });
  const kept = chosen.value.map((name): [string, Json] => [
    name,
    Object.hasOwn(argument, name) ? (argument[name] ?? null) : null,
  ]);
  return ok({ ...named(Object.fromEntries(kept)), mediaType });
}

type Arguments = Omit<Given, "mediaType">;
type Reader = (text: string, fn: CompiledFunction | undefined) => Result<Arguments, Failure>;

/** By media type. */
const readers: ReadonlyMap<string, Reader> = new Map([
  ["application/json", readJson],
  ["application/x-www-form-urlencoded", readForm],
  ["text/csv", readCsv],
  ["text/plain", readUnnamed],
  ["text/xml", readUnnamed],
  ["application/octet-stream", readUnnamed],
]);

function readJson(text: string, fn: CompiledFunction | undefined): Result<Arguments, Failure> {
  if (isTooDeep(text)) return err(failure("54001", `json is nested more than ${maxArgumentDepth} deep`));
  const json = text === "" ? {} : parseRowsJson(text);
  if (json === undefined) return err(invalidBody("Empty or invalid json"));
  if (fn?.input.kind === "body") return ok({ names: null, argument: argumentOfJson(json, fn.input.type) });
  const object = firstObject(json);
  if (object === null) return err(invalidBody("All object keys must match"));
  const typed = Object.entries(object).map(([name, value]): [string, Json] => {
    const parameter = parameterOf(fn, name);
    return [name, parameter === undefined ? value : argumentOfJson(value, parameter.type)];
  });
  return ok(named(Object.fromEntries(typed)));
}

/** What is neither object nor array gives no arguments. */
function firstObject(json: Json): JsonObject | null {
  if (isJsonObject(json)) return json;
  if (!Array.isArray(json)) return {};
  if (!json.every(isJsonObject)) return null;
  const [first = {}] = json;
  const keys = Object.keys(first).sort().join("\u0000");
  return json.every((row: JsonObject) => Object.keys(row).sort().join("\u0000") === keys) ? first : null;
}

function readForm(text: string, fn: CompiledFunction | undefined): Result<Arguments, Failure> {
  const pairs = [...new URLSearchParams(text)];
  if (fn?.input.kind === "body") return ok({ names: null, argument: Object.fromEntries(pairs) });
  return ok(named(textArguments(pairs, fn)));
}

function readCsv(text: string, fn: CompiledFunction | undefined): Result<Arguments, Failure> {
  const rows = parseCsv(text);
  if (!rows.ok) return err(invalidBody(rows.error));
  const [first = {}] = rows.value;
  const nulls = Object.entries(first).filter(([, cell]) => cell === null);
  const texts = Object.entries(first).flatMap(([name, cell]): [string, string][] =>
    typeof cell === "string" ? [[name, cell]] : [],
  );
  return ok(named({ ...textArguments(texts, fn), ...Object.fromEntries(nulls) }));
}

/** A text is the one argument of a function that takes one; of every other, there is none of that signature. */
function readUnnamed(text: string, fn: CompiledFunction | undefined): Result<Arguments, Failure> {
  return ok(
    fn?.input.kind === "body" && isText(fn.input) ? { names: null, argument: text } : { names: [], argument: null },
  );
}

function isText(input: Extract<CompiledInput, { readonly kind: "body" }>): boolean {
  return input.type.name === "text" || input.type.name === "open";
}

/** Of a repeated name the last counts, but for a list, which takes them all. */
function textArguments(pairs: readonly (readonly [string, string])[], fn: CompiledFunction | undefined): JsonObject {
  const texts = new Map<string, string[]>();
  for (const [name, text] of pairs) texts.set(name, [...(texts.get(name) ?? []), text]);
  const typed = [...texts].map(([name, all]): [string, Json] => {
    const type = parameterOf(fn, name)?.type;
    const last = all.at(-1) ?? "";
    if (type === undefined) return [name, last];
    return [name, type.name === "list" && all.length > 1 ? argumentOfJson(all, type) : argumentOfText(last, type)];
  });
  return Object.fromEntries(typed);
}

function parameterOf(fn: CompiledFunction | undefined, name: string): Parameter | undefined {
  return fn?.input.kind === "named" ? fn.input.parameters.get(name) : undefined;
}

function named(argument: JsonObject): Arguments {
  return { names: Object.keys(argument), argument };
}

function columnNames(text: string): Result<readonly string[], Failure> {
  const scanner = new Scanner(text);
  const names = parseNames(scanner);
  return names === null ? err(scanner.failure("columns parameter")) : ok(names);
}

/** Whether the function takes what is given: every argument is one of its own, and none that it needs is missing. */
export function takes({ input }: CompiledFunction, { names, mediaType }: Given): boolean {
  if (input.kind === "body") return names === null;
  if (names === null || (mediaType !== null && readers.get(mediaType) === readUnnamed)) return false;
  if (!names.every((name) => input.parameters.has(name))) return false;
  return [...input.parameters.values()].every((parameter) => !parameter.required || names.includes(parameter.name));
}
