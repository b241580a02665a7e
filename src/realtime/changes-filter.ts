import { err, ok, type Result } from "../kernel/result.ts";
import { type Operator, operators } from "../query/operator.ts";
import type { ArgumentValue, Comparison, Filter } from "../query/read.ts";
import type { Collection } from "../schema/model.ts";

/** The condition of a listener, and its values. */
export interface ChangesFilter {
  readonly filter: Filter;
  readonly arguments: readonly ArgumentValue[];
}

/** What `RealtimePostgresFilterBuilder` of realtime-js has. */
const known: ReadonlySet<string> = new Set<Operator>([
  "eq",
  "neq",
  "lt",
  "lte",
  "gt",
  "gte",
  "in",
  "like",
  "ilike",
  "is",
  "match",
  "imatch",
  "isdistinct",
]);

const condition = /^([^=]+)=(not\.)?([a-z]+)\.(.*)$/su;
const maxConditions = 50;

/** Reads `status=eq.draft,id=not.in.(1,2)`: conditions that must all hold. The error says what is wrong. */
export function parseChangesFilter(text: string, collection: Collection): Result<ChangesFilter, string> {
  const pieces = split(text);
  if (pieces === null || pieces.length > maxConditions) return err(`invalid filter ${text}`);
  const values: ArgumentValue[] = [];
  const items: Filter[] = [];
  for (const piece of pieces) {
    const item = parseCondition(piece, collection, values);
    if (!item.ok) return item;
    items.push(item.value);
  }
  const [only] = items;
  if (only === undefined) return err("an empty filter");
  return ok({ filter: items.length === 1 ? only : { kind: "and", items }, arguments: values });
}

function parseCondition(piece: string, collection: Collection, values: ArgumentValue[]): Result<Filter, string> {
  const [, name = "", negated, operator = "", operand = ""] = condition.exec(piece.trim()) ?? [];
  if (name === "" || !known.has(operator)) return err(`invalid filter ${piece}`);
  const column = collection.columns.get(name.trim());
  if (column === undefined || column.hidden) return err(`invalid column for filter ${name.trim()}`);
  const compared = comparison(operator as Operator, operand, values);
  if (compared === null) return err(`invalid value for filter ${piece}`);
  const item: Comparison = { kind: "compare", field: { column, path: [], asText: false }, ...compared };
  return ok(negated === undefined ? item : { kind: "not", item });
}

type Compared = Pick<Comparison, "operator" | "keyword" | "value" | "quantifier">;

const keywords: Readonly<Record<string, NonNullable<Comparison["keyword"]>>> = {
  null: "null",
  not_null: "not_null",
  true: "true",
  false: "false",
  unknown: "unknown",
};

function comparison(operator: Operator, operand: string, values: ArgumentValue[]): Compared | null {
  const rest = { operator, quantifier: null };
  if (operators[operator].operand === "keyword") {
    const keyword = keywords[operand.toLowerCase()];
    return keyword === undefined ? null : { ...rest, keyword, value: null };
  }
  const value = operators[operator].operand === "list" ? listOf(operand) : textOf(operand);
  if (value === null) return null;
  return { ...rest, keyword: null, value: { argument: values.push(value) - 1 } };
}

function textOf(operand: string): ArgumentValue | null {
  const text = unquote(operand);
  return text === null ? null : { kind: "text", text };
}

function listOf(operand: string): ArgumentValue | null {
  if (!operand.startsWith("(") || !operand.endsWith(")")) return null;
  const pieces = split(operand.slice(1, -1));
  if (pieces === null) return null;
  const items: string[] = [];
  for (const piece of pieces) {
    const item = unquote(piece);
    if (item === null) return null;
    items.push(item);
  }
  return { kind: "list", items };
}

/** A value in double quotes may hold anything; `\` stands before a quote and before itself. Null where it does not end. */
function unquote(text: string): string | null {
  if (!text.startsWith('"')) return text;
  const found = /^"((?:[^"\\]|\\.)*)"$/su.exec(text);
  return found === null ? null : (found[1] ?? "").replace(/\\(.)/gsu, "$1");
}

/** At commas outside of quotes and parentheses. Null where these do not end. */
function split(text: string): readonly string[] | null {
  const pieces: string[] = [];
  let start = 0;
  let depth = 0;
  let isQuoted = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (isQuoted && character === "\\") index++;
    else if (character === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (character === "(") depth++;
    else if (character === ")") depth--;
    else if (character === "," && depth === 0) {
      pieces.push(text.slice(start, index));
      start = index + 1;
    }
  }
  return isQuoted || depth !== 0 ? null : [...pieces, text.slice(start)];
}
