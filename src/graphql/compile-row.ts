import type { GraphQLObjectType, SelectionSetNode } from "graphql";
import type { Failure } from "../kernel/failure.ts";
import { ok, type Result } from "../kernel/result.ts";
import type { Embed, Read, Selection } from "../query/read.ts";
import { type Collection, type Column, isToOne } from "../schema/model.ts";
import { isNarrow } from "./column-type.ts";
import { compilePage } from "./compile-page.ts";
import { inside, type Place } from "./compiling.ts";
import { type Picked, pickFields } from "./fields.ts";
import { type Meaning, meaningOf } from "./meaning.ts";

/** What is asked of a row. */
export function compileRow(
  collection: Collection,
  sets: readonly SelectionSetNode[],
  place: Place,
): Result<readonly Selection[], Failure> {
  const type = typeOf(collection, place);
  const selections: Selection[] = [];
  for (const picked of pickFields(type, sets, place.compiling)) {
    const made = compileField(collection, picked, inside(place, picked.key));
    if (!made.ok) return made;
    selections.push(made.value);
  }
  return ok(selections);
}

export function typeOf({ name }: Collection, { compiling }: Place): GraphQLObjectType {
  const type = compiling.graph.types.get(name);
  if (type === undefined) throw new TypeError(`no type for ${name}`);
  return type;
}

function compileField(collection: Collection, picked: Picked, place: Place): Result<Selection, Failure> {
  const { key: as, name } = picked;
  const type = typeOf(collection, place);
  if (name === "__typename") return ok({ kind: "constant", as, value: type.name });
  const meaning = meaningOf(place.compiling.graph, type.name, name);
  switch (meaning.kind) {
    case "column":
      if (isNarrow(meaning.column, meaning.cast)) place.compiling.narrow.push(as);
      return ok(columnSelection(meaning.column, as, meaning.cast));
    case "identity":
      return ok({ kind: "identity", as, tag: collection.name, columns: keyColumns(collection) });
    case "resolved": {
      place.compiling.resolvers.push({ path: place.path, field: meaning.field });
      const select = meaning.columns.map((column) => columnSelection(column, column.property, null));
      return ok({ kind: "group", as, select });
    }
    case "relation":
      return compileRelation(meaning, type, { picked, place });
    default:
      throw new TypeError(`${meaning.kind} in a row`);
  }
}

function columnSelection(column: Column, as: string, cast: Extract<Meaning, { kind: "column" }>["cast"]): Selection {
  return { kind: "field", field: { column, path: [], asText: false }, as, cast };
}

function keyColumns({ primaryKey, columns }: Collection): readonly Column[] {
  return primaryKey.flatMap((name) => columns.get(name) ?? []);
}

export function compileRelation(
  { relation, target }: Extract<Meaning, { kind: "relation" }>,
  type: GraphQLObjectType,
  { picked, place }: { readonly picked: Picked; readonly place: Place },
): Result<Embed, Failure> {
  const embed = { kind: "embed" as const, as: picked.key, relation, join: "left" as const, spread: false };
  if (!isToOne(relation)) {
    const read = compilePage(target, { type, picked }, { place, row: compileRow });
    return read.ok ? ok({ ...embed, read: read.value }) : read;
  }
  const select = compileRow(target, picked.sets, place);
  if (!select.ok) return select;
  const read: Read = { collection: target, select: select.value, where: null, order: [], limit: null, offset: null };
  return ok({ ...embed, read });
}
