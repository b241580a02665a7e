import type { Json } from "../kernel/json.ts";
import { type Collection, type Column, isToOne, type Relation } from "../schema/model.ts";
import type { Operator } from "./operator.ts";

/**
 * A read in neutral form: what REST, GraphQL and live queries all become. Names are resolved to the model's own objects.
 * It holds no value of the request: an `Argument` says which of the request's arguments goes there, so that one query
 * (and its plan) serves every request of its shape.
 */
export interface Read {
  readonly collection: Collection;
  readonly select: readonly Selection[];
  readonly where: Filter | null;
  readonly order: readonly Order[];
  readonly limit: Argument | null;
  readonly offset: Argument | null;
  /** Of an embed: the most rows, whatever its limit says. Absent: as many as there are. */
  readonly most?: number;
  /**
   * The rows come with the request instead of from the table: found by the caller, by the service for the caller, or rows of
   * no table at all.
   */
  readonly given?: "caller" | "service" | "record";
  /** The application's own code asks: the service may name hidden columns too. */
  readonly internal?: boolean;
  /** Present: a page by place, whose order tells every row from the next (`inPlace`). */
  readonly keyset?: Keyset;
  /** Present: the rows and what is told of them are one object. `select` then holds what is filtered by alone. */
  readonly page?: Page;
}

/** A page of rows as a JSON object: what GraphQL calls a connection. The read's limit counts its rows. */
export interface Page {
  readonly members: readonly PageMember[];
  /** Cursors of the rows that the page lies between. */
  readonly after: Argument | null;
  readonly before: Argument | null;
  /** The limit counts from the end, and the page stands in the read's order all the same. */
  readonly backward: boolean;
  /** How many rows where the read has no limit. */
  readonly size: number;
}

export type PageMember =
  | Constant
  /** An array of objects, one a row: cursors, and groups of what is selected. */
  | { readonly kind: "edges"; readonly as: string; readonly select: readonly Selection[] }
  /** The number of rows that the filters let through, on whatever page. */
  | { readonly kind: "total"; readonly as: string }
  | { readonly kind: "info"; readonly as: string; readonly members: readonly PageFact[] }
  /** Aggregates over the rows that the filters let through, on whatever page. */
  | { readonly kind: "aggregates"; readonly as: string; readonly select: readonly Selection[] };

export type PageFact =
  | Constant
  | {
      readonly kind: "hasNextPage" | "hasPreviousPage" | "startCursor" | "endCursor";
      readonly as: string;
    };

/** A text that the surface knows already, such as the name of a type. */
export interface Constant {
  readonly kind: "constant";
  readonly as: string;
  readonly value: string;
}

/** Where a page begins: behind a row, whatever has come or gone before it. */
export interface Keyset {
  /** The row's values of the terms of the order, as a JSON list; null: at the start. */
  readonly after: Argument | null;
}

/** The position of a value among the request's arguments. */
export interface Argument {
  readonly argument: number;
}

export type Selection =
  /** `*`: every column that the caller may read. */
  | { readonly kind: "all" }
  | { readonly kind: "field"; readonly field: Field; readonly as: string; readonly cast: Cast | null }
  | {
      readonly kind: "aggregate";
      readonly function: AggregateFunction;
      /** Null: `count()` of rows. */
      readonly field: Field | null;
      /** Of what goes into the function. */
      readonly inputCast: Cast | null;
      readonly as: string;
      readonly cast: Cast | null;
    }
  | Constant
  /** More of the same row, in an object of its own. */
  | { readonly kind: "group"; readonly as: string; readonly select: readonly Selection[] }
  /** A text that tells the row from every other row of every collection (`Identity`). */
  | { readonly kind: "identity"; readonly as: string; readonly tag: string; readonly columns: readonly Column[] }
  /** The row's place in its page. */
  | { readonly kind: "cursor"; readonly as: string }
  | Embed;

/** Related rows inside a row: one object or null for a to-one relation, an array otherwise. */
export interface Embed {
  readonly kind: "embed";
  readonly as: string;
  readonly relation: Relation;
  /** inner: rows without related rows fall out. */
  readonly join: "left" | "inner";
  /** The related row's columns stand in this row, not in an object of their own. */
  readonly spread: boolean;
  /** Nothing of it may appear in the row: `isSilent`. */
  readonly read: Read;
}

export type AggregateFunction = "count" | "sum" | "avg" | "min" | "max";

interface Part {
  readonly kind: Selection["kind"];
  readonly spread?: boolean;
  readonly relation?: Relation;
  readonly read?: { readonly select: readonly Part[]; readonly page?: unknown };
}

/** Whether rows are put together in groups: an aggregate is among them, or in what is spread into them. */
export function isAggregated(select: readonly Part[]): boolean {
  return select.some((part) => part.kind === "aggregate" || (isHoisted(part) && isAggregated(part.read?.select ?? [])));
}

/** The columns of one related row that stand in this row: its aggregates are this row's. */
function isHoisted({ spread = false, relation }: Part): boolean {
  return spread && relation !== undefined && isToOne(relation);
}

/** Whether nothing of an embed appears in the row: it is there to filter by, or holds such embeds alone. */
export function isSilent({ select, page }: NonNullable<Part["read"]>): boolean {
  return page === undefined && select.every(({ read }) => read !== undefined && isSilent(read));
}

/** The types that a value may be cast to, by PostgreSQL's names. */
export type Cast = "text" | "integer" | "bigint" | "real" | "numeric" | "boolean" | "date" | "timestamp" | "json";

/** A column, or a place inside a JSON column: `data->a->>0`. */
export interface Field {
  readonly column: Column;
  readonly path: readonly JsonStep[];
  /** The last step was `->>`: the value as text. */
  readonly asText: boolean;
}

export type JsonStep =
  | { readonly kind: "key"; readonly key: string }
  | { readonly kind: "index"; readonly index: number };

export type Filter =
  | { readonly kind: "and" | "or"; readonly items: readonly Filter[] }
  | { readonly kind: "not"; readonly item: Filter }
  | Comparison
  | SearchFilter
  /** `embed=is.null` and `embed=not.is.null`: whether the embed of that name has rows. */
  | { readonly kind: "embedded"; readonly as: string; readonly present: boolean };

/** `search=wfts.cats`: a text search in all columns of the collection's index that the caller sees. */
export interface SearchFilter {
  readonly kind: "search";
  readonly operator: "fts" | "plfts" | "phfts" | "wfts";
  readonly value: Argument;
}

export interface Comparison {
  readonly kind: "compare";
  readonly field: Field;
  readonly operator: Operator;
  /** `is`: a keyword is part of the shape, so it stands here and `value` is null. */
  readonly keyword: "null" | "not_null" | "true" | "false" | "unknown" | null;
  readonly value: Argument | null;
  /** The argument is a list, of which any or all must fulfil the comparison. */
  readonly quantifier: "any" | "all" | null;
}

export interface Order {
  /** A column of this collection, or of a to-one embed of the same read, by the embed's name. */
  readonly embed: string | null;
  readonly field: Field;
  readonly descending: boolean;
  /** Null: PostgreSQL's default, nulls last ascending and first descending. */
  readonly nulls: "first" | "last" | null;
  /** By how well a row matches this search, in place of the field, which is then a column of the index. */
  readonly rank?: SearchFilter;
}

/** What the caller wants to know of the number of rows beyond the page. */
export type CountKind = "exact" | "planned" | "estimated";

/**
 * A request's argument. `text` came from a URL and is parsed by the column's kind; `json` is a typed value.
 * A `list` is for `in`, `any` and `all`.
 */
export type ArgumentValue =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "json"; readonly json: Json }
  | { readonly kind: "list"; readonly items: readonly string[] };
