import type { Json } from "../../src/kernel/json.ts";
import type { Row } from "../../src/rules/evaluate.ts";
import type { Stored } from "../../src/schema/kinds/kind.ts";
import type { Field, Filter, Operator } from "./ask.ts";
import { kinds } from "./kinds.ts";

type Value = Exclude<Stored, null>;

/** True, false, or null for unknown. */
export type Truth = boolean | null;

/** PostgreSQL's three-valued logic, written out by itself. `present` says whether an embed of the row has rows. */
export function truthOf(
  filter: Filter,
  row: Row,
  present: (filter: Extract<Filter, { kind: "embedded" }>) => boolean,
): Truth {
  const positive = (): Truth => {
    switch (filter.kind) {
      case "embedded":
        return !present(filter);
      case "is":
        return isKeyword(filter.keyword, fieldValueOf(filter.field, row));
      case "compare":
        return compared(filter, fieldValueOf(filter.field, row));
      case "group": {
        const items = filter.items.map((item) => truthOf(item, row, present));
        return filter.word === "and" ? every(items) : some(items);
      }
    }
  };
  return filter.negated ? not(positive()) : positive();
}

function not(truth: Truth): Truth {
  return truth === null ? null : !truth;
}

function every(items: readonly Truth[]): Truth {
  return items.includes(false) ? false : items.includes(null) ? null : true;
}

function some(items: readonly Truth[]): Truth {
  return items.includes(true) ? true : items.includes(null) ? null : false;
}

function isKeyword(keyword: string, value: Stored): boolean {
  if (keyword === "not_null") return value !== null;
  if (keyword === "true") return value === 1;
  if (keyword === "false") return value === 0;
  return value === null;
}

function compared({ field, operator, quantifier, values }: Extract<Filter, { kind: "compare" }>, value: Stored): Truth {
  if (operator === "in") {
    // PostgREST takes a list of one empty value for no values.
    if (values.length === 0 || (values.length === 1 && values[0] === "")) return false;
    return value === null ? null : values.some((item) => compare(value, item) === 0);
  }
  const isList = field.path.length === 0 && kinds[field.column.kind].use === "list";
  const test = (item: Value): Truth => judge(operator, value, item, isList);
  if (quantifier !== null) return quantifier === "any" ? some(values.map(test)) : every(values.map(test));
  const [only] = values;
  return only === undefined ? null : test(only);
}

function judge(operator: Operator, value: Stored, item: Value, isList: boolean): Truth {
  if (operator === "isdistinct") return value === null || compare(value, item) !== 0;
  if (value === null) return null;
  if (isList && (operator === "gt" || operator === "lte")) {
    return listOrder(elements(value), elements(item)) > 0 === (operator === "gt");
  }
  switch (operator) {
    case "eq":
      return compare(value, item) === 0;
    case "neq":
      return compare(value, item) !== 0;
    case "gt":
      return compare(value, item) > 0;
    case "gte":
      return compare(value, item) >= 0;
    case "lt":
      return compare(value, item) < 0;
    case "lte":
      return compare(value, item) <= 0;
    case "like":
      return isLike([...String(value)], pattern(String(item)));
    case "ilike":
      return isLike([...lower(String(value))], pattern(lower(String(item))));
    case "match":
      return new RegExp(String(item), "u").test(String(value));
    case "imatch":
      return new RegExp(String(item), "iu").test(String(value));
    case "in":
      return null;
    case "cs":
      return holds(elements(value), elements(item));
    case "cd":
      return holds(elements(item), elements(value));
    case "ov":
      return elements(item).some((element) => element !== null && elements(value).includes(element));
  }
}

/** An element NULL is equal to nothing, itself included. */
function holds(whole: readonly Json[], part: readonly Json[]): boolean {
  return part.every((element) => element !== null && whole.includes(element));
}

/** By the first elements that differ, NULL being the largest; the shorter is before what goes on after it. */
function listOrder(left: readonly Json[], right: readonly Json[]): number {
  for (const [index, a] of left.entries()) {
    const b = right[index];
    if (b === undefined) return 1;
    if (a === b) continue;
    if (a === null || b === null) return a === null ? 1 : -1;
    return compare(a as Value, b as Value);
  }
  return left.length - right.length;
}

function elements(stored: Value): readonly Json[] {
  return JSON.parse(String(stored));
}

function lower(text: string): string {
  return text.toLowerCase();
}

type Piece =
  | { readonly kind: "one" }
  | { readonly kind: "many" }
  | { readonly kind: "exactly"; readonly character: string };

/** LIKE's pattern, in which PostgREST has `*` for `%`, escaped or not. */
function pattern(text: string): readonly Piece[] {
  const characters = [...text.replaceAll("*", "%")];
  const pieces: Piece[] = [];
  for (let index = 0; index < characters.length; index++) {
    const character = characters[index] ?? "";
    if (character === "\\") pieces.push({ kind: "exactly", character: characters[++index] ?? "" });
    else if (character === "%") pieces.push({ kind: "many" });
    else if (character === "_") pieces.push({ kind: "one" });
    else pieces.push({ kind: "exactly", character });
  }
  return pieces;
}

function isLike(text: readonly string[], pieces: readonly Piece[]): boolean {
  const [piece, ...rest] = pieces;
  if (piece === undefined) return text.length === 0;
  if (piece.kind === "many") return text.some((_, index) => isLike(text.slice(index), rest)) || isLike([], rest);
  const [character, ...others] = text;
  if (character === undefined) return false;
  return (piece.kind === "one" || piece.character === character) && isLike(others, rest);
}

/** Numbers by value, text by code points. */
export function compare(left: Value, right: Value): number {
  if (typeof left !== "string" || typeof right !== "string") return left < right ? -1 : left > right ? 1 : 0;
  const a = [...left].map((character) => character.codePointAt(0) ?? 0);
  const b = [...right].map((character) => character.codePointAt(0) ?? 0);
  const at = a.findIndex((code, index) => code !== b[index]);
  if (at === -1) return a.length - b.length;
  return (a[at] ?? 0) - (b[at] ?? -1);
}

/** What a filter or an order sees of a row. */
export function fieldValueOf({ column, path, asText }: Field, row: Row): Stored {
  const stored = row[column.name] ?? null;
  if (path.length === 0 || stored === null) return stored;
  const found = placeIn(stored, path);
  if (found === null || !asText) return found === null ? null : JSON.stringify(found);
  return typeof found === "string" ? found : JSON.stringify(found);
}

/** JSON's null where there is nothing: an answer has no other word for it. */
export function placeIn(stored: Value, path: readonly (string | number)[]): Json {
  let place: Json = JSON.parse(String(stored));
  for (const step of path) {
    if (typeof step === "number") place = Array.isArray(place) ? (place.at(step) ?? null) : null;
    else
      place =
        typeof place === "object" && place !== null && !Array.isArray(place)
          ? ((place as { [key: string]: Json })[step] ?? null)
          : null;
  }
  return place;
}
