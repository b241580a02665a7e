import { type Collection, type Column, isToOne, type Model, type Relation } from "../schema/model.ts";
import type { GraphTypeOptions } from "./define.ts";
import { fieldName, lowerFirst, makeTaken, type Taken, typeName, upperFirst } from "./inflect.ts";

/** What everything is called, whoever asks: a role sees fewer names, never others. */
export interface Names {
  readonly of: (collection: Collection) => CollectionNames;
}

export interface CollectionNames {
  readonly type: string;
  readonly column: (column: Column) => string;
  readonly relation: (relation: Relation) => string;
  /** `articlesCollection`, `articlesByPk`, `articlesBySlug`. */
  readonly many: string;
  readonly byKey: (columns: readonly string[]) => string;
  /** `articlesChanges` */
  readonly changes: string;
}

/** What types of this surface are called: no collection's type may. */
const reservedTypes = [
  ...["Query", "Mutation", "Subscription", "Node", "PageInfo", "String", "Int", "Float", "Boolean", "ID"],
  ...["UUID", "Datetime", "Date", "Time", "JSON", "BigInt", "Cursor", "Opaque", "FilterIs", "OrderByDirection"],
  ...["StringFilter", "IntFilter", "FloatFilter", "BooleanFilter", "IDFilter", "UUIDFilter", "DatetimeFilter"],
  ...["DateFilter", "TimeFilter", "JSONFilter", "BigIntFilter", "OpaqueFilter", "ChangeOperation", "ChangeReset"],
  ...["_Any", "_Entity", "_Service"],
];

const derived = [
  ...["", "Connection", "Edge", "Filter", "OrderBy", "InsertInput", "InsertResponse", "UpdateInput"],
  ...["UpdateResponse", "DeleteResponse", "Aggregate", "ToManyFilter", "OnConflict", "Field", "Constraint"],
  ...["SumAggregateResult", "AvgAggregateResult", "MinAggregateResult", "MaxAggregateResult", "Change", "Before"],
];

export function compileNames(model: Model, options: readonly GraphTypeOptions[]): Names {
  const optionsOf = new Map(options.map((each) => [each.collection, each]));
  const types = compileTypes(model, optionsOf);
  const typeOf = (name: string): string => types.get(name) ?? typeName(name);
  const names = new Map<string, CollectionNames>();
  for (const collection of model.collections.values()) {
    names.set(collection.name, collectionNames(collection, { typeOf, optionsOf }));
  }
  return {
    of(collection) {
      const found = names.get(collection.name);
      if (found === undefined) throw new TypeError(`no names for ${collection.name}`);
      return found;
    },
  };
}

function compileTypes(model: Model, optionsOf: ReadonlyMap<string, GraphTypeOptions>): ReadonlyMap<string, string> {
  const taken = new Set(reservedTypes);
  const types = new Map<string, string>();
  const ordered = [...model.collections.keys()].sort((left, right) => rank(optionsOf, left) - rank(optionsOf, right));
  for (const name of ordered) {
    const wanted = optionsOf.get(name)?.name ?? typeName(name);
    let type = wanted;
    for (let number = 2; derived.some((suffix) => taken.has(type + suffix)); number++) type = `${wanted}${number}`;
    for (const suffix of derived) taken.add(type + suffix);
    types.set(name, type);
  }
  return types;
}

/** Whoever was given a name keeps it. */
function rank(optionsOf: ReadonlyMap<string, GraphTypeOptions>, name: string): number {
  return (optionsOf.get(name)?.name ?? null) === null ? 1 : 0;
}

interface Place {
  readonly typeOf: (collection: string) => string;
  readonly optionsOf: ReadonlyMap<string, GraphTypeOptions>;
}

function collectionNames(collection: Collection, place: Place): CollectionNames {
  const { typeOf, optionsOf } = place;
  const own = optionsOf.get(collection.name);
  const taken = makeTaken(["nodeId", ...(own?.fields ?? []).map((field) => field.name)]);
  const columns = new Map<Column, string>();
  for (const column of collection.columns.values()) {
    const wanted = own?.columns[column.property]?.name ?? fieldName(column.name);
    columns.set(column, taken.take(wanted));
  }
  const relations = new Map<Relation, string>();
  for (const relation of byPriority(collection.relations))
    relations.set(relation, relationName(relation, taken, place));
  const type = typeOf(collection.name);
  const base = lowerFirst(type);
  const found = <Key>(map: ReadonlyMap<Key, string>, key: Key): string => map.get(key) ?? "";
  const labels = (names: readonly string[]): string =>
    names
      .map((name) => upperFirst(found(columns, collection.columns.get(name) ?? ([...columns.keys()][0] as Column))))
      .join("And");
  return {
    type,
    column: (column) => found(columns, column),
    relation: (relation) => found(relations, relation),
    many: `${base}Collection`,
    changes: `${base}Changes`,
    byKey: (names) =>
      names.join("\n") === collection.primaryKey.join("\n") ? `${base}ByPk` : `${base}By${labels(names)}`,
  };
}

/** A foreign key's own two directions have their names before those that follow from others. */
function byPriority(relations: readonly Relation[]): readonly Relation[] {
  const weight = (relation: Relation): number => (relation.junction !== null ? 2 : relation.owned ? 0 : 1);
  return [...relations].sort((left, right) => weight(left) - weight(right));
}

function relationName(relation: Relation, taken: Taken, { typeOf, optionsOf }: Place): string {
  const [constraint = ""] = relation.constraints;
  const target = lowerFirst(typeOf(relation.target));
  if (relation.junction !== null) {
    const through = typeOf(relation.junction.collection);
    return taken.take(`${target}Collection`, `${target}CollectionThrough${through}`);
  }
  const columns = relation.pairs.map(({ from, to }) => upperFirst(fieldName(relation.owned ? from : to))).join("And");
  if (relation.owned) {
    const given = optionsOf.get(relation.source)?.relations[constraint]?.field;
    const [only, ...others] = relation.pairs;
    const stripped = others.length > 0 ? null : /^(.+)(?:_id|Id)$/.exec(only?.from ?? "")?.[1];
    const candidates = [given, stripped == null ? null : fieldName(stripped), target, `${target}By${columns}`];
    return taken.take(...candidates.filter((name) => typeof name === "string"));
  }
  const given = optionsOf.get(relation.target)?.relations[constraint]?.inverse;
  const plain = isToOne(relation) ? target : `${target}Collection`;
  const told = isToOne(relation) ? `${target}By${columns}` : `${target}CollectionBy${columns}`;
  return taken.take(...(given === undefined ? [] : [given]), plain, told);
}
