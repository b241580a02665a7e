import type { GraphQLObjectType } from "graphql";
import { type Failure, failure } from "../kernel/failure.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import type { CompositeMember } from "../query/composite.ts";
import type { Filter, Read, Selection } from "../query/read.ts";
import type { Collection, Model } from "../schema/model.ts";
import { compileChanges } from "./compile-changes.ts";
import { type CompiledQuery, compileQuery } from "./compile-query.ts";
import { argumentsOf, badArgument, inside, type Place } from "./compiling.ts";
import { type Picked, pickFields } from "./fields.ts";
import { meaningOf } from "./meaning.ts";
import type { FollowedTable, Follows } from "./operation.ts";

export interface CompiledSubscription extends CompiledQuery {
  readonly follows: Follows;
}

/** The one field of a subscription. https://spec.graphql.org/October2021/#sec-Single-root-field */
export function compileSubscription(
  type: GraphQLObjectType,
  sets: Picked["sets"],
  place: Place,
): Result<CompiledSubscription, Failure> {
  const { compiling } = place;
  const [picked, ...others] = pickFields(type, sets, compiling);
  if (picked === undefined || others.length > 0) return err(badArgument("a subscription has one field"));
  const meaning = meaningOf(compiling.graph, type.name, picked.name);
  if (meaning.kind === "changes") {
    const given = argumentsOf(type, picked.node, compiling.variables);
    const changes = compileChanges(meaning.collection, { type, picked, given }, inside(place, picked.key));
    return changes.ok ? ok({ roots: [], ...changes.value }) : changes;
  }
  const made = compileQuery(type, sets, place);
  if (!made.ok) return made;
  const { collections } = compiling.graph;
  const tables = made.value.members.flatMap((member) => [...tablesOf(member, collections)]);
  const view = tables.find(({ collection }) => collection.kind === "view");
  if (view !== undefined) {
    return err(failure("0A000", `changes of the view "${view.collection.name}" are not available`));
  }
  return ok({ ...made.value, follows: { kind: "tables", tables } });
}

/** The rows that are asked for, and all of every other table that the read looks at. */
function* tablesOf({ read }: CompositeMember, collections: Model["collections"]): Generator<FollowedTable> {
  const where = read.where !== null && isOfRow(read.where) ? read.where : null;
  yield { collection: read.collection, where };
  const others = new Set(within(read, collections));
  for (const collection of others) yield { collection, where: null };
}

/** Whether a row alone fulfils it or does not. */
function isOfRow(filter: Filter): boolean {
  if (filter.kind === "compare") return true;
  if (filter.kind === "not") return isOfRow(filter.item);
  return (filter.kind === "and" || filter.kind === "or") && filter.items.every(isOfRow);
}

function* within(read: Read, collections: Model["collections"]): Generator<Collection> {
  yield* selected(read.select, collections);
  for (const member of read.page?.members ?? []) {
    if (member.kind === "edges") yield* selected(member.select, collections);
  }
}

function* selected(select: readonly Selection[], collections: Model["collections"]): Generator<Collection> {
  for (const selection of select) {
    if (selection.kind === "group") yield* selected(selection.select, collections);
    if (selection.kind !== "embed") continue;
    const { relation, read } = selection;
    const between = relation.junction === null ? undefined : collections.get(relation.junction.collection);
    if (between !== undefined) yield between;
    yield read.collection;
    yield* within(read, collections);
  }
}
