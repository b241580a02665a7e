import { compileNames, type Names } from "../../../src/graphql/names.ts";
import type { Json } from "../../../src/kernel/json.ts";
import type { Collection, Column, Model, Relation } from "../../../src/schema/model.ts";
import { isToOne } from "../../../src/schema/model.ts";
import { type Embed, type Filter, type Item, isAggregated, nameOf, type Order, type Query } from "../../oracle/ask.ts";
import type { ColumnSpec, Link } from "../../oracle/family.ts";
import { kinds } from "../../oracle/kinds.ts";
import type { Question } from "./question.ts";

/** A literal that is no text: the value of an enum. */
interface Word {
  readonly word: string;
}

export type Value = Word | string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value };

/** How arguments reach the server: in the document, or as variables. */
export type Manner = "written" | "given";

/** A request to `/graphql/v1`. */
export interface Asking {
  readonly query: string;
  readonly variables: Readonly<Record<string, Json>>;
}

/** What the model calls things, and how arguments travel. */
export interface Speech {
  readonly names: Names;
  readonly model: Model;
  readonly manner: Manner;
}

export function speech(model: Model, manner: Manner): Speech {
  return { names: compileNames(model, []), model, manner };
}

/** Cursors of a page by place: the texts that stand for the question's positions. */
export interface Cursors {
  readonly after: string | null;
  readonly before: string | null;
}

interface Argument {
  readonly name: string;
  readonly type: string;
  readonly value: Value;
}

/** A question as a document. */
export function documentOf(speech: Speech, question: Question, cursors: Cursors | null): Asking {
  const writer = makeWriter(speech);
  const { query, key, place } = question;
  const own = collectionOf(speech, query.table.name);
  const names = speech.names.of(own);
  if (key !== null) {
    const field = names.byKey(key.map(({ name }) => name));
    const values = query.where.flatMap((filter) => (filter.kind === "compare" ? filter.values : []));
    const given = key.map((column, index): Argument => {
      return { name: names.column(columnOf(own, column)), type: "Int!", value: Number(values[index]) };
    });
    return writer.asking(`found: ${field}${writer.given(given)} { ${rowText(writer, query)} }`);
  }
  const placed: Argument[] =
    place === null
      ? []
      : [
          { name: place.backward ? "last" : "first", type: "Int", value: place.count },
          ...(["after", "before"] as const).flatMap((name): Argument[] => {
            const value = cursors?.[name] ?? null;
            return value === null ? [] : [{ name, type: "Cursor", value }];
          }),
        ];
  return writer.asking(`found: ${names.many}${pageText(writer, query, placed)}`);
}

/** All cursors of a question's rows, in order. */
export function cursorsOf(speech: Speech, { query }: Question): Asking {
  const writer = makeWriter(speech);
  const { many } = speech.names.of(collectionOf(speech, query.table.name));
  return writer.asking(`found: ${many}${writer.given(pageArguments(writer, query))} { edges { cursor } }`);
}

interface Writer {
  readonly speech: Speech;
  readonly given: (given: readonly Argument[]) => string;
  readonly asking: (selection: string, operation?: "query" | "mutation") => Asking;
}

export function makeWriter(speech: Speech): Writer {
  const variables: Record<string, Json> = {};
  const declared: string[] = [];
  const say = ({ name, type, value }: Argument): string => {
    if (speech.manner === "written") return `${name}: ${literal(value)}`;
    const variable = `v${declared.length}`;
    declared.push(`$${variable}: ${type}`);
    variables[variable] = jsonOf(value);
    return `${name}: $${variable}`;
  };
  return {
    speech,
    given: (given) => (given.length === 0 ? "" : `(${given.map(say).join(", ")})`),
    asking(selection, operation = "query") {
      const head = declared.length === 0 ? "" : ` (${declared.join(", ")})`;
      return { query: `${operation}${head} { ${selection} }`, variables };
    },
  };
}

export function literal(value: Value): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (isWord(value)) return value.word;
  return `{${Object.entries(value)
    .map(([name, member]) => `${name}: ${literal(member)}`)
    .join(", ")}}`;
}

export function jsonOf(value: Value): Json {
  if (Array.isArray(value)) return value.map(jsonOf);
  if (typeof value !== "object" || value === null) return value as Json;
  if (isWord(value)) return value.word;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, jsonOf(member)]));
}

function isWord(value: object): value is Word {
  return "word" in value && Object.keys(value).length === 1;
}

export function collectionOf({ model }: Speech, name: string): Collection {
  const found = model.collections.get(name);
  if (found === undefined) throw new TypeError(`no collection ${name}`);
  return found;
}

export function columnOf(collection: Collection, { name }: Pick<ColumnSpec, "name">): Column {
  const found = collection.columns.get(name);
  if (found === undefined) throw new TypeError(`no column ${name}`);
  return found;
}

function pageText(writer: Writer, query: Query, more: readonly Argument[] = []): string {
  const given = writer.given([...pageArguments(writer, query), ...more]);
  if (isAggregated(query))
    return `${given} { totalCount aggregate { ${query.select.map((item) => aggregateText(writer, query, item)).join(" ")} } }`;
  const info = "pageInfo { hasNextPage hasPreviousPage startCursor endCursor }";
  return `${given} { totalCount ${more.length > 0 ? info : ""} edges { node { ${rowText(writer, query)} } } }`;
}

function aggregateText({ speech }: Writer, { table }: Query, item: Item): string {
  if (item.kind !== "aggregate") throw new TypeError(`${item.kind} among aggregates`);
  if (item.column === null) return `${item.alias}: count`;
  const own = collectionOf(speech, table.name);
  return `${item.alias}: ${item.name} { value: ${speech.names.of(own).column(columnOf(own, item.column))} }`;
}

/** Of a row whose fields nobody asks for, its type's name. */
export function rowText(writer: Writer, query: Query): string {
  const { speech } = writer;
  const own = collectionOf(speech, query.table.name);
  const texts = query.select.flatMap((item): string[] => {
    if (item.kind === "field")
      return [
        `${item.alias ?? item.field.column.name}: ${speech.names.of(own).column(columnOf(own, item.field.column))}`,
      ];
    if (item.kind !== "embed" || item.query.select.every(isAsked)) return [];
    const relation = relationOf(own, item.link);
    const name = `${nameOf(item)}: ${speech.names.of(own).relation(relation)}`;
    return [
      isToOne(relation) ? `${name} { ${rowText(writer, item.query)} }` : `${name}${pageText(writer, item.query)}`,
    ];
  });
  return texts.length === 0 ? "__typename" : texts.join(" ");
}

/** What is only filtered by: it selects nothing but more of its kind. */
export function isAsked(item: Item): boolean {
  return item.kind === "embed" && item.query.select.every(isAsked);
}

function pageArguments({ speech }: Writer, query: Query): readonly Argument[] {
  const own = collectionOf(speech, query.table.name);
  const { type } = speech.names.of(own);
  const given: Argument[] = [];
  if (query.where.length > 0) {
    given.push({ name: "filter", type: `${type}Filter`, value: filtersValue(speech, own, query.where) });
  }
  if (query.order.length > 0) {
    const value = query.order.map(
      (term): Value => ({ [speech.names.of(own).column(columnOf(own, term.field.column))]: { word: direction(term) } }),
    );
    given.push({ name: "orderBy", type: `[${type}OrderBy!]`, value });
  }
  if (query.limit !== null) given.push({ name: "first", type: "Int", value: query.limit });
  if (query.offset !== null) given.push({ name: "offset", type: "Int", value: query.offset });
  return given;
}

function direction({ descending, nulls }: Order): string {
  const first = nulls === null ? descending : nulls === "first";
  return `${descending ? "Desc" : "Asc"}Nulls${first ? "First" : "Last"}`;
}

/** All of them must hold. */
export function filtersValue(speech: Speech, own: Collection, filters: readonly Filter[]): Value {
  const [only, ...others] = filters.map((filter) => filterValue(speech, own, filter));
  if (only === undefined) return {};
  return others.length === 0 ? only : { and: [only, ...others] };
}

function filterValue(speech: Speech, own: Collection, filter: Filter): Value {
  const bare = bareFilter(speech, own, filter);
  // REST asks whether there is none.
  const negated = filter.kind === "embedded" ? !filter.negated : filter.negated;
  return negated ? { not: bare } : bare;
}

function bareFilter(speech: Speech, own: Collection, filter: Filter): Value {
  if (filter.kind === "group") return { [filter.word]: filter.items.map((item) => filterValue(speech, own, item)) };
  if (filter.kind === "embedded") return relatedFilter(speech, own, filter.embed);
  const name = speech.names.of(own).column(columnOf(own, filter.field.column));
  if (filter.kind === "is") return { [name]: { is: { word: filter.keyword === "null" ? "NULL" : "NOT_NULL" } } };
  const values = filter.values.map((value) => graphValue(filter.field.column, value));
  const operator = operators[filter.operator] ?? filter.operator;
  return { [name]: { [operator]: filter.operator === "in" ? values : (values[0] ?? null) } };
}

const operators: Readonly<Record<string, string>> = {
  match: "regex",
  imatch: "iregex",
  cs: "contains",
  cd: "containedBy",
  ov: "overlaps",
};

function relatedFilter(speech: Speech, own: Collection, { link, query }: Embed): Value {
  const relation = relationOf(own, link);
  const inner = filtersValue(speech, collectionOf(speech, link.to), query.where);
  const name = speech.names.of(own).relation(relation);
  return { [name]: link.toOne ? inner : { some: inner } };
}

/** A stored value as GraphQL takes it. */
export function graphValue({ kind }: ColumnSpec, stored: string | number | bigint): Value {
  if (kind === "bigint") return String(stored);
  if (kind === "json") return String(stored);
  if (kind === "enum") return { word: String(stored) };
  return kinds[kind].inJson(stored) as Value;
}

function relationOf({ name, relations }: Collection, link: Link): Relation {
  const found = relations.find((relation) => {
    if (relation.target !== link.to) return false;
    if (link.junction !== null) return relation.junction?.collection === link.junction.table;
    const [pair] = relation.pairs;
    return relation.junction === null && pair?.from === link.pair.near && pair.to === link.pair.far;
  });
  if (found === undefined) throw new TypeError(`no relation from ${name} to ${link.to}`);
  return found;
}
