import type { Stored } from "../../src/schema/kinds/kind.ts";
import type { ColumnSpec, Link, TableSpec } from "./family.ts";

/** A request as the generator means it; `url.ts` says it in PostgREST's dialect, `naive.ts` answers it. */
export interface Query {
  readonly table: TableSpec;
  readonly select: readonly Item[];
  readonly where: readonly Filter[];
  readonly order: readonly Order[];
  readonly limit: number | null;
  readonly offset: number | null;
}

export type Item =
  | { readonly kind: "all" }
  | { readonly kind: "field"; readonly field: Field; readonly alias: string | null; readonly asText: boolean }
  | {
      readonly kind: "aggregate";
      readonly name: AggregateName;
      readonly column: ColumnSpec | null;
      readonly alias: string | null;
    }
  | Embed;

/** The oracle makes no `avg`. */
export type AggregateName = "count" | "sum" | "min" | "max" | "avg";

export interface Embed {
  readonly kind: "embed";
  readonly link: Link;
  /** `kids`, `kids!parent`. */
  readonly way: string;
  readonly alias: string | null;
  readonly inner: boolean;
  readonly spread: boolean;
  readonly query: Query;
}

/** A column, or a place in a JSON column. */
export interface Field {
  readonly column: ColumnSpec;
  readonly path: readonly (string | number)[];
  /** `->>` */
  readonly asText: boolean;
}

export type Operator =
  | "eq"
  | "neq"
  | "gt"
  | "gte"
  | "lt"
  | "lte"
  | "isdistinct"
  | "like"
  | "ilike"
  | "match"
  | "imatch"
  | "in"
  | "cs"
  | "cd"
  | "ov";

export type Filter =
  | {
      readonly kind: "compare";
      readonly field: Field;
      readonly operator: Operator;
      readonly quantifier: "any" | "all" | null;
      readonly negated: boolean;
      /** One, but for `in`, `any` and `all`. */
      readonly values: readonly Exclude<Stored, null>[];
    }
  | { readonly kind: "is"; readonly field: Field; readonly keyword: Keyword; readonly negated: boolean }
  | { readonly kind: "embedded"; readonly embed: Embed; readonly negated: boolean }
  | {
      readonly kind: "group";
      readonly word: "and" | "or";
      readonly items: readonly Filter[];
      readonly negated: boolean;
    };

export type Keyword = "null" | "not_null" | "true" | "false" | "unknown";

export interface Order {
  readonly embed: Embed | null;
  readonly field: Field;
  readonly descending: boolean;
  readonly nulls: "first" | "last" | null;
}

/** What a URL calls an embed in paths and filters. */
export function nameOf(embed: Embed): string {
  return embed.alias ?? (embed.way.split("!")[0] as string);
}

export function isAggregated(query: Query): boolean {
  return query.select.some((item) => item.kind === "aggregate");
}

export function embedsOf(query: Query): readonly Embed[] {
  return query.select.filter((item) => item.kind === "embed");
}
