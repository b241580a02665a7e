import type { FieldNode, GraphQLArgument, GraphQLObjectType } from "graphql";
import { type Failure, failure } from "../kernel/failure.ts";
import type { Collection } from "../schema/model.ts";
import type { ResolvedField } from "./define.ts";
import type { Source } from "./fields.ts";
import { type Given, givenNode, type Variables } from "./given.ts";
import type { Graph } from "./meaning.ts";
import type { Sink } from "./sink.ts";

/** An operation that is being compiled: what holds for all of it. */
export interface Compiling extends Source {
  readonly graph: Graph;
  readonly pageSize: number;
  /** The most rows of one page. */
  readonly mostRows: (collection: Collection) => number;
  /** The rows that each page could have, for the operation's cost. */
  readonly pages: Count[];
  readonly resolvers: ResolverPlace[];
  /** The fields that are an Int, made of what may hold more. */
  readonly narrow: string[];
}

export type Count = (variables: Variables) => number;

/** Where in the answer a value stands that TypeScript makes: names, and null for every item of a list. */
export interface ResolverPlace {
  readonly path: readonly (string | null)[];
  readonly field: ResolvedField;
}

/** Where in the operation something is compiled. */
export interface Place {
  readonly compiling: Compiling;
  readonly sink: Sink;
  readonly path: readonly (string | null)[];
  /** How many rows there could be of what it belongs to. */
  readonly rows: Count;
}

export function inside(place: Place, ...steps: readonly (string | null)[]): Place {
  return { ...place, path: [...place.path, ...steps] };
}

/** A field's arguments by name; what is null is as good as left out. */
export function argumentsOf(
  type: GraphQLObjectType,
  node: FieldNode,
  variables: Variables,
): ReadonlyMap<string, Given> {
  const declared = type.getFields()[node.name.value]?.args ?? [];
  const given = new Map<string, Given>();
  for (const argument of declared) {
    const found = argumentOf(argument, node, variables);
    if (found !== null && found.value !== null && found.value !== undefined) given.set(argument.name, found);
  }
  return given;
}

function argumentOf(argument: GraphQLArgument, node: FieldNode, variables: Variables): Given | null {
  const written = node.arguments?.find(({ name }) => name.value === argument.name);
  const found = written === undefined ? null : givenNode(written.value, argument.type, variables);
  if (found !== null || argument.defaultValue === undefined) return found;
  const { defaultValue } = argument;
  return { value: defaultValue, find: () => defaultValue, members: () => [], items: () => [] };
}

export function badArgument(message: string): Failure {
  return failure("22023", message);
}
