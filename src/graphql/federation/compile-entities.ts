import type { Failure } from "../../kernel/failure.ts";
import { ok, type Result } from "../../kernel/result.ts";
import type { EachMember } from "../../query/composite.ts";
import type { ArgumentValue, Read } from "../../query/read.ts";
import { compileRow } from "../compile-row.ts";
import { inside, type Place, type ResolverPlace } from "../compiling.ts";
import type { Picked } from "../fields.ts";
import type { Given, Variables } from "../given.ts";
import type { Entity } from "../meaning.ts";
import type { EntityGroup } from "../operation.ts";
import { groupsOf, listOf, type Representation, readRepresentations } from "./representations.ts";

/** A group without its place among the members of the statement. */
export interface CompiledGroup extends Omit<EntityGroup, "member"> {
  readonly member: EachMember;
}

export interface CompiledEntities {
  readonly count: (variables: Variables) => number;
  readonly groups: readonly CompiledGroup[];
}

/** `_entities(representations: …)`: of each type and key one member of the statement, however many rows are wanted. */
export function compileEntities(
  given: Given | undefined,
  picked: Picked,
  place: Place,
): Result<CompiledEntities, Failure> {
  const { entities } = place.compiling.graph;
  const count = (variables: Variables): number => listOf(given?.find(variables)).length;
  place.compiling.pages.push(count);
  // Every list of the statement asks for them: they are read once a request.
  const known = new WeakMap<Variables, ReadonlyMap<string, Members>>();
  const membersOf = (group: string) => (variables: Variables) => {
    const found = known.get(variables) ?? grouped(given?.find(variables), entities);
    known.set(variables, found);
    return found.get(group) ?? [];
  };
  const representations = readRepresentations(given?.value, entities);
  if (!representations.ok) return representations;
  const groups: CompiledGroup[] = [];
  for (const group of groupsOf(representations.value)) {
    const members = membersOf(group.group);
    const resolvers: ResolverPlace[] = [];
    const compiling = { ...place.compiling, resolvers };
    const within = inside({ ...place, compiling, rows: count }, null);
    const made = compileGroup(group, { picked, place: within, members });
    if (!made.ok) return made;
    groups.push({
      member: made.value,
      places: (variables) => members(variables).map(([index]) => index),
      resolvers,
    });
  }
  return ok({ count, groups });
}

/** The representations that name a row, each with its place among all. */
type Members = readonly (readonly [number, Representation])[];

function grouped(given: unknown, entities: ReadonlyMap<string, Entity>): ReadonlyMap<string, Members> {
  const read = readRepresentations(given, entities);
  const named = read.ok ? [...read.value.entries()].filter(([, { values }]) => values !== null) : [];
  return Map.groupBy(named, ([, { group }]) => group);
}

interface Group {
  readonly picked: Picked;
  readonly place: Place;
  readonly members: (variables: Variables) => Members;
}

function compileGroup(
  { entity: { collection }, key }: Representation,
  { picked, place, members }: Group,
): Result<EachMember, Failure> {
  const select = compileRow(collection, picked.sets, place);
  if (!select.ok) return select;
  const keys = key.columns.map(({ column }, at) => {
    const list = (variables: Variables): ArgumentValue => {
      const values = members(variables).map(([, { values: each }]) => each?.[at] ?? null);
      return key.isIdentity ? { kind: "list", items: values.map(String) } : { kind: "json", json: values };
    };
    return { column, values: place.sink.add(list) };
  });
  const read: Read = { collection, select: select.value, where: null, order: [], limit: null, offset: null };
  return ok({ form: "each", read, keys });
}
