import { collect, err, ok, type Result } from "../kernel/result.ts";
import { type Operator, operators } from "../query/operator.ts";
import type { ArgumentValue, Comparison, Field, Filter, JsonStep } from "../query/read.ts";
import type { Collection } from "../schema/model.ts";

/** The condition of a listener, and its values. */
export interface ChangesFilter {
  readonly filter: Filter;
  readonly arguments: readonly ArgumentValue[];
}

/** One condition as the client wrote it. */
export interface WrittenCondition {
  readonly column: string;
  readonly operator: Operator;
  readonly isNegated: boolean;
  /** Out of its quotes; of a list all of it, without its parentheses. */
  readonly text: string;
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

// The number of values that Supabase's Realtime takes in a list; that of conditions is ours.
const maxValues = 100;
const maxConditions = 50;

/**
 * Reads `status=eq.draft,id=not.in.(1,2)`: conditions that must all hold; none in an empty text. The error says what is
 * wrong, in the words of Supabase's Realtime.
 */
export function parseChangesFilter(text: string): Result<readonly WrittenCondition[], string> {
  if (text.trim() === "") return ok([]);
  const pieces = split(text.trim());
  if (pieces.length > maxConditions) return err(`too many conditions. Maximum ${maxConditions}`);
  return collect(pieces, (piece) => parseCondition(piece.trim()));
}

function parseCondition(piece: string): Result<WrittenCondition, string> {
  if (piece === "") return err("filter must not contain empty segments (check for extra commas)");
  const [column, rest] = halves(piece, "=");
  if (rest === null) return err(inspected(column));
  const isNegated = rest.startsWith("not.");
  const [operator, operand] = halves(isNegated ? rest.slice(4) : rest, ".");
  if (operand === null) return err(inspected(operator));
  if (!isOperator(operator)) return err(inspected(operator, operand));
  if (operator !== "in") return ok({ column, operator, isNegated, text: unquote(operand) });
  if (!/^\(.*\)$/su.test(operand)) return err("`in` filter value must be wrapped by parentheses");
  return ok({ column, operator, isNegated, text: operand.slice(1, -1) });
}

function isOperator(name: string): name is Operator {
  return known.has(name);
}

function halves(text: string, separator: string): readonly [string, string | null] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + 1)];
}

/** A list as Elixir writes it. */
function inspected(...parts: readonly string[]): string {
  return `[${parts.map((part) => JSON.stringify(part)).join(", ")}]`;
}

/** The conditions over the columns of a collection. */
export function resolveChangesFilter(
  conditions: readonly WrittenCondition[],
  collection: Collection,
): Result<ChangesFilter, string> {
  const values: ArgumentValue[] = [];
  const items = collect(conditions, (condition) => resolveCondition(condition, collection, values));
  if (!items.ok) return items;
  const [only] = items.value;
  const filter: Filter = items.value.length === 1 && only !== undefined ? only : { kind: "and", items: items.value };
  return ok({ filter, arguments: values });
}

function resolveCondition(
  { column: name, operator, text, isNegated }: WrittenCondition,
  collection: Collection,
  values: ArgumentValue[],
): Result<Filter, string> {
  const field = fieldOf(name, collection);
  if (field === null) return err(`invalid column for filter ${name}`);
  const compared = comparison(operator, text, values);
  if (!compared.ok) return compared;
  const item: Comparison = { kind: "compare", field, operator, quantifier: null, ...compared.value };
  return ok(isNegated ? { kind: "not", item } : item);
}

/** A column, or a place in one that holds JSON: `data->tags->>0`. Null where there is none. */
function fieldOf(name: string, collection: Collection): Field | null {
  const [head = "", ...steps] = name.split(/(?=->)/);
  const column = collection.columns.get(head);
  if (column === undefined || column.hidden) return null;
  const last = steps.at(-1);
  if (last === undefined) return { column, path: [], asText: false };
  const kind = column.type.kind.name;
  if (kind !== "json" && kind !== "list") return null;
  const keys = steps.map((step) => step.replace(/^->>?/, ""));
  // Nothing is inside of a text.
  if (keys.includes("") || steps.slice(0, -1).some((step) => step.startsWith("->>"))) return null;
  const path = keys.map((key): JsonStep => {
    return /^-?\d{1,9}$/.test(key) ? { kind: "index", index: Number(key) } : { kind: "key", key };
  });
  return { column, path, asText: last.startsWith("->>") };
}

const keywords: Readonly<Record<string, NonNullable<Comparison["keyword"]>>> = {
  null: "null",
  not_null: "not_null",
  true: "true",
  false: "false",
  unknown: "unknown",
};

function comparison(
  operator: Operator,
  text: string,
  values: ArgumentValue[],
): Result<Pick<Comparison, "keyword" | "value">, string> {
  if (operators[operator].operand === "keyword") {
    const name = text.toLowerCase();
    const keyword = Object.hasOwn(keywords, name) ? keywords[name] : undefined;
    return keyword === undefined ? err(`invalid value for is filter: ${text}`) : ok({ keyword, value: null });
  }
  if (operators[operator].operand !== "list") {
    return ok({ keyword: null, value: { argument: values.push({ kind: "text", text }) - 1 } });
  }
  const items = text === "" ? [] : split(text).map(unquote);
  if (items.length > maxValues) return err(`too many values for \`in\` filter. Maximum ${maxValues}`);
  return ok({ keyword: null, value: { argument: values.push({ kind: "list", items }) - 1 } });
}

/** Quotes count only around a whole value; inside, `\` stands before a quote and before itself. */
function unquote(text: string): string {
  const found = /^"((?:[^"\\]|\\.)*)"$/su.exec(text);
  return found === null ? text : (found[1] ?? "").replace(/\\(.)/gsu, "$1");
}

/** At commas outside of quotes and parentheses. A quote opens where a value begins, and nowhere else. */
function split(text: string): readonly string[] {
  const pieces: string[] = [];
  let start = 0;
  let depth = 0;
  let isQuoted = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (isQuoted) {
      if (character === "\\") index++;
      else if (character === '"') isQuoted = false;
    } else if (character === '"') isQuoted = index === start || ".(,".includes(text[index - 1] ?? "");
    else if (character === "(") depth++;
    else if (character === ")") depth = Math.max(0, depth - 1);
    else if (character === "," && depth === 0) {
      pieces.push(text.slice(start, index));
      start = index + 1;
    }
  }
  return [...pieces, text.slice(start)];
}
