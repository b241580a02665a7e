import type { SQLiteTable, SQLiteView } from "drizzle-orm/sqlite-core";
import type { Json } from "../kernel/json.ts";
import type { Principal } from "../kernel/principal.ts";
import { sourceName } from "../schema/collection.ts";
import type { GraphLimitOptions } from "./limits.ts";

/** The surface at `/graphql/v1`: what an application wants otherwise than it follows from the model. */
export interface GraphqlOptions {
  /** What types and fields are called, described and joined by. Made by `graphType`. */
  readonly types?: readonly GraphTypeOptions[];
  /** Bounds on what an operation may ask. */
  readonly limits?: GraphLimitOptions;
  /** The roles that may ask for the schema; default all. */
  readonly introspection?: boolean | readonly string[];
  /** The roles that are told what they may have meant; default those that may ask for the schema. */
  readonly suggestions?: boolean | readonly string[];
  /** Documents that are known by their SHA-256 in hexadecimal. */
  readonly documents?: Readonly<Record<string, string>>;
  /** `known`: nothing but `documents` is answered. Default `any`. */
  readonly accepts?: "any" | "known";
  /**
   * The graph is part of a larger one: an Apollo Federation 2 subgraph, with `_service` (for roles that may ask for the
   * schema) and `_entities`. Default false. https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/reference/subgraph-spec
   */
  readonly federation?: boolean;
  /** Whether a browser is shown GraphiQL. Default true. */
  readonly graphiql?: boolean;
}

export interface GraphTypeOptions {
  /** The collection's SQL name. */
  readonly collection: string;
  /** In place of the inflected name. */
  readonly name: string | null;
  /** By the property name. */
  readonly columns: Readonly<Record<string, GraphFieldOptions>>;
  /** By the foreign key's name, PostgreSQL's convention unless it has one: `articles_author_id_fkey`. */
  readonly relations: Readonly<Record<string, GraphRelationOptions>>;
  readonly fields: readonly ResolvedField[];
}

export interface GraphFieldOptions {
  readonly name?: string;
  /** Why it should no longer be used. */
  readonly deprecated?: string;
  /** Of an `integer()` column that holds more than 32 bits: `Int`, which it is otherwise, does not. */
  readonly type?: "BigInt";
}

/** What the two directions of a foreign key of this collection are called. */
export interface GraphRelationOptions {
  /** The field of this type: the row that it points at. */
  readonly field?: string;
  /** The field of the other type: the rows that point there. */
  readonly inverse?: string;
}

/** What a resolver has at hand beside the row and its arguments. */
export interface ResolverCall {
  readonly caller: Principal;
  /** The moment of the request, in the stored form of timestamps. */
  readonly now: string;
}

/** The type of a field that TypeScript makes. */
export type ResolvedType =
  | "String"
  | "Int"
  | "Float"
  | "Boolean"
  | "ID"
  | "JSON"
  | "Datetime"
  | "Date"
  | "BigInt"
  | "UUID";

/** A field that is made in TypeScript, of columns that the caller may read. */
export interface ResolvedField {
  readonly name: string;
  readonly description: string | null;
  readonly type: ResolvedType;
  /** By property name; where the caller may not read one of them, the field does not exist for them. */
  readonly needs: readonly string[];
  readonly resolve: (row: Readonly<Record<string, Json>>, call: ResolverCall) => Json | Promise<Json>;
}

type Columns<Source extends SQLiteTable | SQLiteView> = Source extends SQLiteTable
  ? keyof Source["_"]["columns"] & string
  : Source extends SQLiteView
    ? keyof Source["_"]["selectedFields"] & string
    : never;

export interface GraphTypeInput<Name extends string> {
  readonly name?: string;
  readonly columns?: { readonly [Property in Name]?: GraphFieldOptions };
  readonly relations?: Readonly<Record<string, GraphRelationOptions>>;
  readonly fields?: Readonly<Record<string, FieldInput<Name>>>;
}

export interface FieldInput<Name extends string> {
  readonly description?: string;
  readonly type: ResolvedType;
  readonly needs: readonly Name[];
  readonly resolve: ResolvedField["resolve"];
}

/** Says what a collection's type is to be called, and which fields it has beside its columns and relations. */
export function graphType<Source extends SQLiteTable | SQLiteView>(
  source: Source,
  input: GraphTypeInput<Columns<Source>>,
): GraphTypeOptions {
  const fields = Object.entries<FieldInput<Columns<Source>>>(input.fields ?? {}).map(
    ([name, { description = null, type, needs, resolve }]): ResolvedField => ({
      name,
      description,
      type,
      needs,
      resolve,
    }),
  );
  return {
    collection: sourceName(source),
    name: input.name ?? null,
    columns: Object.fromEntries(
      Object.entries<GraphFieldOptions | undefined>(input.columns ?? {}).flatMap(([name, options]) =>
        options === undefined ? [] : [[name, options]],
      ),
    ),
    relations: input.relations ?? {},
    fields,
  };
}
