import type { AggregateFunction } from "../query/read.ts";
import { type FieldText, nameGoesOn, parseField, parseName } from "./parse-field.ts";
import type { Scanner } from "./scanner.ts";

/** An item of `select`, names not yet resolved. */
export type SelectItem =
  | { readonly kind: "all" }
  | { readonly kind: "field"; readonly field: FieldText; readonly alias: string | null; readonly cast: string | null }
  | AggregateItem
  | RelationItem;

export interface AggregateItem {
  readonly kind: "aggregate";
  readonly function: AggregateFunction;
  readonly field: FieldText | null;
  readonly alias: string | null;
  /** `amount::numeric.sum()`: of what goes in. */
  readonly inputCast: string | null;
  readonly cast: string | null;
}

export interface RelationItem {
  readonly kind: "relation";
  readonly name: string;
  readonly alias: string | null;
  readonly hint: string | null;
  readonly join: "left" | "inner";
  readonly spread: boolean;
  readonly items: readonly SelectItem[];
}

/** Source: https://docs.postgrest.org/en/v14/references/api/tables_views.html#vertical-filtering and resource_embedding */
export function parseSelect(scanner: Scanner): readonly SelectItem[] | null {
  const items = parseItems(scanner);
  if (items === null) return null;
  // PostgREST's parser is content with a whole embed, whatever stands behind it.
  return scanner.atEnd() || items.at(-1)?.kind === "relation" ? items : scanner.fail(['","', "end of input"]);
}

function parseItems(scanner: Scanner): readonly SelectItem[] | null {
  return scanner.nested(() => {
    const items: SelectItem[] = [];
    scanner.skipSpace();
    if (atItemsEnd(scanner)) return items;
    do {
      const item = parseItem(scanner);
      if (item === null) return null;
      items.push(item);
    } while (scanner.takeLexeme(","));
    return items;
  });
}

function parseItem(scanner: Scanner): SelectItem | null {
  scanner.skipSpace();
  if (scanner.take("...")) return parseRelation(scanner, null, true);
  if (scanner.take("*")) return ended(scanner, { kind: "all" });
  const alias = parseAlias(scanner);
  if (scanner.take("count()")) {
    const cast = parseCast(scanner);
    if (cast === undefined) return null;
    return ended(scanner, { kind: "aggregate", function: "count", field: null, alias, inputCast: null, cast });
  }
  if (looksLikeRelation(scanner)) return parseRelation(scanner, alias, false);
  return parseColumn(scanner, alias);
}

/** `alias:`, but not the `::` of a cast. */
function parseAlias(scanner: Scanner): string | null {
  const start = scanner.position;
  const alias = parseName(scanner);
  if (alias !== null && scanner.match(/:(?!:)/y) !== null) return alias;
  scanner.position = start;
  return null;
}

function looksLikeRelation(scanner: Scanner): boolean {
  const start = scanner.position;
  const found = parseName(scanner) !== null && scanner.match(/[!(]/y) !== null;
  scanner.position = start;
  return found;
}

function parseRelation(scanner: Scanner, alias: string | null, spread: boolean): RelationItem | null {
  const name = parseName(scanner);
  if (name === null) return null;
  let hint: string | null = null;
  let join: "left" | "inner" | null = null;
  for (let parameters = 0; parameters < 2 && scanner.take("!"); parameters++) {
    const word = parseName(scanner);
    if (word === null) return null;
    if (word === "left" || word === "inner") join ??= word;
    else hint ??= word;
  }
  if (!scanner.take("(")) return scanner.fail(['"!"', '"("']);
  const items = parseItems(scanner);
  if (items === null) return null;
  if (!scanner.take(")")) return scanner.fail(['","', '")"']);
  scanner.skipSpace();
  return { kind: "relation", name, alias, hint, join: join ?? "left", spread, items };
}

function parseColumn(scanner: Scanner, alias: string | null): SelectItem | null {
  const field = parseField(scanner);
  if (field === null) return null;
  const inputCast = parseCast(scanner);
  if (inputCast === undefined) return null;
  const aggregate = scanner.match(/\.(sum|avg|count|max|min)\(\)/y);
  if (aggregate === null && scanner.take(".")) return scanner.failAtWord(aggregateFunctions);
  if (aggregate === null) return ended(scanner, { kind: "field", field, alias, cast: inputCast });
  const cast = parseCast(scanner);
  if (cast === undefined) return null;
  return ended(scanner, {
    kind: "aggregate",
    function: aggregate[1] as AggregateFunction,
    field,
    alias,
    inputCast,
    cast,
  });
}

const aggregateFunctions: readonly AggregateFunction[] = ["sum", "avg", "count", "max", "min"];

/** Null where there is none, undefined where it is wrong. */
function parseCast(scanner: Scanner): string | null | undefined {
  if (!scanner.take("::")) return null;
  const name = scanner.match(/[\p{L}0-9_ $]+/uy)?.[0].trim();
  if (name !== undefined && name !== "") return name;
  scanner.fail(["letter", "digit"]);
  return undefined;
}

function ended(scanner: Scanner, item: SelectItem): SelectItem | null {
  scanner.skipSpace();
  return atItemsEnd(scanner) || scanner.text[scanner.position] === ","
    ? item
    : scanner.fail(after(item), scanner.position, { bare: true });
}

/** What may follow an item, by what it ends with. */
function after(item: SelectItem): readonly string[] {
  const ends = ['")"', '","', "end of input"];
  if (item.kind !== "field") return ends;
  if (item.cast !== null) return ["letter", "digit", '"."', ...ends];
  return [...nameGoesOn, '"::"', '"."', ...ends];
}

function atItemsEnd(scanner: Scanner): boolean {
  return scanner.atEnd() || scanner.text[scanner.position] === ")";
}
