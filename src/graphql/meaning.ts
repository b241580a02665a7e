import type { GraphQLObjectType, GraphQLSchema } from "graphql";
import type { CompiledFunction } from "../functions/compile.ts";
import type { Operator } from "../query/operator.ts";
import type { AggregateFunction, Cast, PageFact } from "../query/read.ts";
import type { Collection, Column, Relation } from "../schema/model.ts";
import type { ResolvedField } from "./define.ts";

/** What a field of an output type stands for. */
export type Meaning =
  | { readonly kind: "column"; readonly column: Column; readonly cast: Cast | null }
  | { readonly kind: "identity"; readonly collection: Collection }
  | { readonly kind: "relation"; readonly relation: Relation; readonly target: Collection }
  | { readonly kind: "resolved"; readonly field: ResolvedField; readonly columns: readonly Column[] }
  | { readonly kind: "collection"; readonly collection: Collection }
  | { readonly kind: "lookup"; readonly collection: Collection; readonly keys: readonly KeyArgument[] }
  | { readonly kind: "node" | "service" | "entities" }
  | { readonly kind: "function"; readonly fn: CompiledFunction; readonly parameters: ReadonlyMap<string, string> }
  | { readonly kind: "edges" | "pageInfo" | "totalCount" | "aggregate" | "cursor" | "edgeNode" }
  | { readonly kind: "fact"; readonly fact: Exclude<PageFact["kind"], "constant"> }
  | { readonly kind: "count" }
  | { readonly kind: "aggregates"; readonly function: AggregateFunction }
  | {
      readonly kind: "aggregated";
      readonly column: Column;
      readonly function: AggregateFunction;
      readonly cast: Cast | null;
    }
  | { readonly kind: "insert" | "update" | "delete"; readonly collection: Collection }
  | { readonly kind: "affectedCount" | "records" }
  | { readonly kind: "changes"; readonly collection: Collection }
  | { readonly kind: "changeFact"; readonly fact: "sequence" | "operation" | "at" | "reset" }
  | { readonly kind: "changeRow"; readonly image: "after" | "before" };

/** A type of which other services of a larger graph hold references. */
export interface Entity {
  readonly collection: Collection;
  /** The shortest way to say which row is meant comes first. */
  readonly keys: readonly EntityKey[];
}

export interface EntityKey {
  /** As `@key` has it: names of fields, a blank between them. */
  readonly fields: string;
  readonly columns: readonly KeyArgument[];
  /** The only field is `nodeId`, which holds the values of the columns. */
  readonly isIdentity: boolean;
}

export interface KeyArgument {
  readonly argument: string;
  readonly column: Column;
}

/** What a field of an input type stands for. */
export type InputMeaning =
  | { readonly kind: "column"; readonly column: Column }
  | { readonly kind: "operator"; readonly operator: Operator; readonly pattern: Pattern | null }
  | { readonly kind: "is" }
  | { readonly kind: "and" | "or" | "not" }
  | { readonly kind: "identity"; readonly collection: Collection }
  | { readonly kind: "relation"; readonly relation: Relation; readonly target: Collection }
  | { readonly kind: "some" | "none" };

/** What a text of a filter is made into: a regular expression. */
export type Pattern = "like" | "prefix";

/** The schema of a role, and what everything in it stands for. */
export interface Graph {
  readonly schema: GraphQLSchema;
  /** By `Type.field`. */
  readonly output: ReadonlyMap<string, Meaning>;
  readonly input: ReadonlyMap<string, InputMeaning>;
  /** By the collection's name. */
  readonly types: ReadonlyMap<string, GraphQLObjectType>;
  readonly collections: ReadonlyMap<string, Collection>;
  /** What types are called, those too of which the role may read nothing. By the collection's name. */
  readonly typeNames: ReadonlyMap<string, string>;
  /** The collections whose rows have a place: pages of them have cursors. */
  readonly placed: ReadonlySet<string>;
  /** The names of the input types that columns are filtered by. */
  readonly filters: ReadonlyMap<Column, string>;
  /** The names of enums whose values are a column's. */
  readonly valueEnums: ReadonlySet<string>;
  /** By the type's name; empty where the graph is no part of a larger one. */
  readonly entities: ReadonlyMap<string, Entity>;
  /** The schema as a larger graph is composed of it; empty where the role may not ask for it. */
  readonly sdl: string;
  /** By type and value: the columns and unique sets that the values of enums stand for. */
  readonly enums: ReadonlyMap<string, readonly string[]>;
}

export function meaningOf(graph: Graph, type: string, field: string): Meaning {
  const meaning = graph.output.get(`${type}.${field}`);
  if (meaning === undefined) throw new TypeError(`nothing is known of ${type}.${field}`);
  return meaning;
}

export function inputMeaningOf(graph: Graph, type: string, field: string): InputMeaning {
  const meaning = graph.input.get(`${type}.${field}`);
  if (meaning === undefined) throw new TypeError(`nothing is known of ${type}.${field}`);
  return meaning;
}
