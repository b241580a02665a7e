import type { Json } from "../../kernel/json.ts";
import { collect, err, ok, type Result } from "../../kernel/result.ts";
import type { ColumnType, Kind, ParseReason, Stored } from "./kind.ts";
import { parseJson, parseText } from "./parse.ts";

/** A JSON array as TEXT, every element of one type. Text input is PostgreSQL's `{a,b}` or a JSON array. */
export const listKind: Kind = {
  name: "list",
  encoding: "json",
  postgresName: (type) => `${elementOf(type).kind.postgresName(elementOf(type))}[]`,
  fromText(text, type) {
    const trimmed = text.trim();
    if (trimmed.startsWith("{")) {
      const items = splitArray(trimmed);
      if (items === null) return err(malformed(text));
      return stored(items, type, (item) => (item === null ? ok(null) : parseText(item, elementOf(type))));
    }
    try {
      const json: Json = JSON.parse(trimmed);
      return Array.isArray(json) ? fromArray(json, type) : err(malformed(text));
    } catch {
      return err(malformed(text));
    }
  },
  fromJson(json, type) {
    if (Array.isArray(json)) return fromArray(json, type);
    return typeof json === "string" ? listKind.fromText(json, type) : err(noArray);
  },
};

function fromArray(items: readonly Json[], type: ColumnType): Result<Stored, ParseReason> {
  return stored(items, type, (item) => parseJson(item, elementOf(type)));
}

function stored<T>(
  items: readonly T[],
  type: ColumnType,
  parse: (item: T) => Result<Stored, ParseReason>,
): Result<Stored, ParseReason> {
  const values = collect(items, parse);
  if (!values.ok) return values;
  return ok(`[${values.value.map((value) => elementJson(value, elementOf(type))).join(",")}]`);
}

function elementJson(value: Stored, type: ColumnType): string {
  if (value === null) return "null";
  if (type.kind.encoding === "boolean") return value === 1 ? "true" : "false";
  if (type.kind.encoding === "json" || typeof value === "bigint") return String(value);
  return JSON.stringify(value);
}

function elementOf(type: ColumnType): ColumnType {
  if (type.element === undefined) throw new TypeError("a list needs the type of its elements");
  return type.element;
}

const noArray: ParseReason = { code: "22P02", message: "expected JSON array" };

function malformed(text: string): ParseReason {
  const message = `malformed array literal: "${text.slice(0, 200)}"`;
  if (/^\s*[{[]/.test(text)) return { code: "22P02", message };
  return { code: "22P02", message, details: 'Array value must start with "{" or dimension information.' };
}

/** The elements of a one-dimensional array literal (PostgreSQL, section 8.15.2); null where it is malformed. */
export function splitArray(literal: string): (string | null)[] | null {
  if (!literal.startsWith("{") || !literal.endsWith("}")) return null;
  const inner = literal.slice(1, -1);
  if (inner.trim() === "") return [];
  const items: (string | null)[] = [];
  // Blanks belong to one part alone: shared by two, a long run of them would take cubic time.
  const item = /(?:\s*"((?:[^"\\]|\\.)*)"\s*|([^",{}\\]*))(,|$)/sy;
  for (;;) {
    const found = item.exec(inner);
    if (found === null) return null;
    const [, quoted, bare = "", separator] = found;
    if (quoted !== undefined) items.push(quoted.replace(/\\(.)/gs, "$1"));
    else if (bare.trim() === "") return null;
    else items.push(bare.trim().toUpperCase() === "NULL" ? null : bare.trim());
    if (separator === "") return items;
  }
}
