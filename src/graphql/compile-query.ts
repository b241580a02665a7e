import { type GraphQLObjectType, getNamedType, isObjectType } from "graphql";
import type { Failure } from "../kernel/failure.ts";
import { ok, type Result } from "../kernel/result.ts";
import { readIdentity } from "../plan/identity.ts";
import type { CompositeMember } from "../query/composite.ts";
import type { Comparison, Filter, Read } from "../query/read.ts";
import type { Collection } from "../schema/model.ts";
import { keyFilters } from "./compile-filter.ts";
import { compileFunction } from "./compile-function.ts";
import { compilePage } from "./compile-page.ts";
import { compileRow } from "./compile-row.ts";
import { argumentsOf, inside, type Place } from "./compiling.ts";
import { type CompiledEntities, compileEntities } from "./federation/compile-entities.ts";
import { type Picked, pickFields } from "./fields.ts";
import type { Given } from "./given.ts";
import { type Meaning, meaningOf } from "./meaning.ts";
import type { EntitiesRoot, Root } from "./operation.ts";
import { plainArgument } from "./sink.ts";

export interface CompiledQuery {
  readonly roots: readonly Root[];
  readonly members: readonly CompositeMember[];
}

/** The fields of a query: all that is read of tables becomes one composite. */
export function compileQuery(
  type: GraphQLObjectType,
  sets: Picked["sets"],
  place: Place,
): Result<CompiledQuery, Failure> {
  const roots: Root[] = [];
  const members: CompositeMember[] = [];
  for (const picked of pickFields(type, sets, place.compiling)) {
    const { key, name } = picked;
    if (name === "__typename") {
      roots.push({ kind: "text", key, text: JSON.stringify(type.name) });
      continue;
    }
    if (name === "__schema" || name === "__type") {
      roots.push({ kind: "schema", key, picked });
      continue;
    }
    const made = compileRoot(type, picked, inside(place, key));
    if (!made.ok) return made;
    if ("groups" in made.value) {
      const groups = made.value.groups.map((group) => ({ ...group, member: members.push(group.member) - 1 }));
      roots.push({ kind: "entities", key, count: made.value.count, groups });
      continue;
    }
    if ("form" in made.value) roots.push({ kind: "read", key, member: members.push(made.value) - 1 });
    else roots.push(made.value);
  }
  return ok({ roots, members });
}

type Made = CompositeMember | CompiledEntities | Exclude<Root, EntitiesRoot>;

function compileRoot(type: GraphQLObjectType, picked: Picked, place: Place): Result<Made, Failure> {
  const { compiling } = place;
  const meaning = meaningOf(compiling.graph, type.name, picked.name);
  const given = argumentsOf(type, picked.node, compiling.variables);
  switch (meaning.kind) {
    case "collection": {
      const read = compilePage(meaning.collection, { type, picked }, { place, row: compileRow });
      return read.ok ? ok({ form: "page", read: read.value }) : read;
    }
    case "lookup":
      return one(meaning.collection, lookupFilters(meaning, given, place), { picked, place });
    case "node":
      return compileNode(given.get("nodeId"), { picked, place });
    case "service":
      return ok({ kind: "text", key: picked.key, text: serviceText(type, picked, place) });
    case "entities":
      return compileEntities(given.get("representations"), picked, place);
    case "function":
      return compileFunction(meaning, { type, picked, given }, place);
    default:
      throw new TypeError(`${meaning.kind} at the root of a query`);
  }
}

/** `_service { sdl }` */
function serviceText(type: GraphQLObjectType, { name, sets }: Picked, { compiling }: Place): string {
  const service = getNamedType(type.getFields()[name]?.type);
  if (!isObjectType(service)) throw new TypeError(`${name} is no object`);
  const fields = pickFields(service, sets, compiling).map((field) => [
    field.key,
    field.name === "__typename" ? service.name : compiling.graph.sdl,
  ]);
  return JSON.stringify(Object.fromEntries(fields));
}

function lookupFilters(
  { keys }: Extract<Meaning, { kind: "lookup" }>,
  given: ReadonlyMap<string, Given>,
  { sink }: Place,
): readonly Filter[] {
  return keys.flatMap(({ argument, column }): Comparison[] => {
    const found = given.get(argument);
    if (found === undefined) return [];
    const field = { column, path: [], asText: false };
    return [
      { kind: "compare", field, operator: "eq", keyword: null, value: plainArgument(sink, found), quantifier: null },
    ];
  });
}

interface Asked {
  readonly picked: Picked;
  readonly place: Place;
}

function one(
  collection: Collection,
  filters: readonly Filter[],
  { picked, place }: Asked,
): Result<CompositeMember, Failure> {
  const select = compileRow(collection, picked.sets, place);
  if (!select.ok) return select;
  const where: Filter = { kind: "and", items: filters };
  const read: Read = { collection, select: select.value, where, order: [], limit: null, offset: null };
  return ok({ form: "one", read });
}

/** The id says which collection it is: the plan is of that one alone. */
function compileNode(id: Given | undefined, asked: Asked): Result<Made, Failure> {
  const { picked, place } = asked;
  const { graph } = place.compiling;
  const tag = readIdentity(String(id?.value))?.tag ?? "";
  const collection = graph.placed.has(tag) ? graph.collections.get(tag) : undefined;
  if (id === undefined || collection === undefined) return ok({ kind: "text", key: picked.key, text: "null" });
  return one(collection, keyFilters(id, collection, place), asked);
}
