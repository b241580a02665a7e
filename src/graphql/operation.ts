import type { GraphQLObjectType } from "graphql";
import type { ChangeOperation } from "../changes/record.ts";
import type { WriteAnswer, WriteRequest } from "../engine/request.ts";
import type { CompiledFunction } from "../functions/compile.ts";
import type { Failure } from "../kernel/failure.ts";
import type { Json } from "../kernel/json.ts";
import type { Result } from "../kernel/result.ts";
import type { Watermark } from "../kernel/watermark.ts";
import type { LiveEvent, ResetReason } from "../live/live.ts";
import type { Composite, CompositeMember } from "../query/composite.ts";
import type { Filter } from "../query/read.ts";
import type { Write } from "../query/write.ts";
import type { Collection } from "../schema/model.ts";
import type { Related } from "./change-row.ts";
import type { Count, ResolverPlace } from "./compiling.ts";
import type { Picked } from "./fields.ts";
import type { Given, Variables } from "./given.ts";
import type { Executed } from "./runner.ts";
import type { FindArgument } from "./sink.ts";

/** An operation that is ready to be run, again and again with other values in the same places. */
export interface Operation {
  readonly kind: "query" | "mutation";
  readonly roots: readonly Root[];
  /** All that is read of tables; of a mutation, nothing. */
  readonly composite: Composite;
  readonly finds: readonly FindArgument[];
  /** The rows that it could return. */
  readonly cost: Count;
  readonly resolvers: readonly ResolverPlace[];
  /** The fields that are an Int, made of what may hold more. */
  readonly narrow: readonly string[];
  /**
   * What a subscription follows; null for what is answered once. A stream of changes has no other roots, and its composite
   * is over the rows that have changed.
   */
  readonly follows: Follows | null;
}

export type Follows = { readonly kind: "tables"; readonly tables: readonly FollowedTable[] } | FollowedChanges;

/** A table of which changes may make the result another: all of it, or the rows that fulfil a filter. */
export interface FollowedTable {
  readonly collection: Collection;
  readonly where: Filter | null;
}

export interface FollowedChanges extends FollowedTable {
  readonly kind: "changes";
  readonly operations: (variables: Variables) => ReadonlySet<ChangeKind>;
  readonly since: (variables: Variables) => Result<Watermark | null, Failure>;
  readonly write: (told: ToldChange) => Executed;
}

export type ChangeKind = ChangeOperation | "START" | "RESET";

/** What a stream of changes tells. */
export type ToldChange =
  | {
      readonly kind: "change";
      readonly event: LiveEvent;
      /** What the operation's composite gives for the row, by its members: nothing where the event has no row any more. */
      readonly related: Result<readonly Related[], Failure>;
    }
  | { readonly kind: "start"; readonly sequence: Watermark }
  | { readonly kind: "reset"; readonly sequence: Watermark; readonly reason: ResetReason };

/** A field of the operation: where its JSON text comes from. */
export type Root =
  | { readonly kind: "text"; readonly key: string; readonly text: string }
  /** A member of the composite. */
  | { readonly kind: "read"; readonly key: string; readonly member: number }
  | { readonly kind: "schema"; readonly key: string; readonly picked: Picked }
  | EntitiesRoot
  | FunctionRoot
  | WriteRoot;

/** Rows of several collections, put together in the order that they were asked for. */
export interface EntitiesRoot {
  readonly kind: "entities";
  readonly key: string;
  readonly count: Count;
  readonly groups: readonly EntityGroup[];
}

/** The rows of one type that are named by one of its keys. */
export interface EntityGroup {
  readonly member: number;
  /** Which of the representations are of this group, in order. */
  readonly places: (variables: Variables) => readonly number[];
  readonly resolvers: readonly ResolverPlace[];
}

export interface FunctionRoot {
  readonly kind: "function";
  readonly key: string;
  readonly fn: CompiledFunction;
  readonly argument: (variables: Variables) => Json;
  /** What is asked of its rows, with the arguments for that; null where it gives none of a collection. */
  readonly shaped: { readonly member: CompositeMember; readonly finds: readonly FindArgument[] } | null;
  /** How many lists are around its JSON, which travels as text; null where its value is none. */
  readonly json: number | null;
}

export interface WriteRoot {
  readonly kind: "write";
  readonly key: string;
  /** It may not be null. */
  readonly required: boolean;
  readonly build: () => Result<Write, Failure>;
  readonly finds: readonly FindArgument[];
  readonly rows: (variables: Variables) => WriteRequest["rows"];
  readonly maxAffected: (variables: Variables) => number | null;
  readonly answer: (answer: WriteAnswer) => string;
}

/** A root field on its way. */
export interface RootField {
  readonly type: GraphQLObjectType;
  readonly picked: Picked;
  readonly given: ReadonlyMap<string, Given>;
}
