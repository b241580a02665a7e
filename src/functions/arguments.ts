import { type Json, readJson } from "../kernel/json.ts";
import { booleanKind } from "../schema/kinds/boolean.ts";
import { depthOf } from "../schema/kinds/json.ts";
import { splitArray } from "../schema/kinds/list.ts";
import { kinds } from "../schema/kinds/table.ts";
import type { ValueType } from "./value-type.ts";

const numeric = /^\s*[+-]?(\d+(?:\.\d*)?|\.\d+)(e[+-]?\d+)?\s*$/i;

/**
 * An argument that came as text, as the JSON that its type asks for. What is no such value stays text: the schema then
 * says what is wrong. A list is `{a,b}`, a JSON array, or the one value that it has.
 */
export function argumentOfText(text: string, type: ValueType): Json {
  if (type.name === "json") return parsed(text) ?? text;
  if (type.name === "list" && !/^\s*[{[]/.test(text)) return [elementOf(text, type)];
  return argumentOfJson(text, type);
}

/** The same for a value of a JSON body, of which PostgreSQL takes `"5"` for a number, 5 and `[5]` for texts. */
export function argumentOfJson(json: Json, type: ValueType): Json {
  switch (type.name) {
    case "text":
      return json === null || typeof json === "string" ? json : JSON.stringify(json);
    case "integer":
    case "number":
      return typeof json === "string" && numeric.test(json) ? Number(json) : json;
    case "boolean": {
      const spelled = typeof json === "string" ? booleanKind.fromText(json, { kind: kinds.boolean }) : null;
      return spelled?.ok === true ? spelled.value === 1 : json;
    }
    case "list": {
      const items = typeof json === "string" ? itemsOf(json) : json;
      return Array.isArray(items) ? items.map((item: Json) => elementOf(item, type)) : json;
    }
    case "json":
    case "open":
      return json;
  }
}

function itemsOf(text: string): readonly Json[] | null {
  const trimmed = text.trim();
  if (trimmed.startsWith("{")) return splitArray(trimmed);
  const json = parsed(trimmed);
  return Array.isArray(json) ? json : null;
}

function elementOf(item: Json, { element }: ValueType): Json {
  return element === null || item === null ? item : argumentOfJson(item, element);
}

/** Schemas go down into what they check, and the stack has an end. */
export const maxArgumentDepth = 200;

export function isTooDeep(json: string): boolean {
  return json.length > maxArgumentDepth && depthOf(json) > maxArgumentDepth;
}

function parsed(text: string): Json | undefined {
  return isTooDeep(text) ? undefined : readJson(text);
}
