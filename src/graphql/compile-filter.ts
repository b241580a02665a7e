import type { GraphQLInputObjectType } from "graphql";
import { type Failure, failure } from "../kernel/failure.ts";
import { collect, err, ok, type Result } from "../kernel/result.ts";
import type { Comparison, Embed, Field, Filter, Order } from "../query/read.ts";
import { type Collection, type Column, isToOne } from "../schema/model.ts";
import type { Place } from "./compiling.ts";
import { type Given, isRecord } from "./given.ts";
import { type InputMeaning, inputMeaningOf } from "./meaning.ts";
import { patternText } from "./pattern-text.ts";
import { keyArgument, plainArgument, writtenArgument } from "./sink.ts";

/** A filter, and the related rows that it asks about. */
export interface CompiledFilter {
  readonly where: Filter | null;
  readonly related: readonly Embed[];
}

interface Filtering {
  readonly place: Place;
  readonly collection: Collection;
  readonly type: string;
  readonly related: Embed[];
}

/** `filter: {…}`. Empty filters are as good as none. */
export function compileFilter(
  given: Given | undefined,
  collection: Collection,
  place: Place,
): Result<CompiledFilter, Failure> {
  if (given === undefined) return ok({ where: null, related: [] });
  const type = filterName(collection, place);
  const related: Embed[] = [];
  const items = filterItems(given, { place, collection, type, related });
  return items.ok ? ok({ where: joined(items.value), related }) : items;
}

function filterName({ name }: Collection, { compiling }: Place): string {
  return `${compiling.graph.types.get(name)?.name ?? ""}Filter`;
}

function joined(items: readonly Filter[]): Filter | null {
  const [first, ...others] = items;
  if (first === undefined) return null;
  return others.length === 0 ? first : { kind: "and", items };
}

function filterItems(given: Given, filtering: Filtering): Result<readonly Filter[], Failure> {
  const { compiling } = filtering.place;
  const items: Filter[] = [];
  for (const [name, member] of given.members()) {
    if (member.value === null) continue;
    const made = itemOf(inputMeaningOf(compiling.graph, filtering.type, name), member, filtering);
    if (!made.ok) return made;
    items.push(...made.value);
  }
  return ok(items);
}

function itemOf(meaning: InputMeaning, given: Given, filtering: Filtering): Result<readonly Filter[], Failure> {
  switch (meaning.kind) {
    case "column":
      return comparisons(meaning.column, given, filtering);
    case "identity":
      return ok(identityFilter(given, filtering));
    case "relation":
      return relatedFilter(meaning, given, filtering);
    case "not": {
      const inner = filterItems(given, filtering);
      if (!inner.ok) return inner;
      const item = joined(inner.value);
      return ok(item === null ? [] : [{ kind: "not", item }]);
    }
    case "and":
    case "or": {
      const inner = collect(given.items(), (item) => filterItems(item, filtering));
      if (!inner.ok) return inner;
      const filters = inner.value.flatMap((each) => joined(each) ?? []);
      return ok(filters.length === 0 ? [] : [{ kind: meaning.kind, items: filters }]);
    }
    default:
      throw new TypeError(`${meaning.kind} in a filter`);
  }
}

function plainField(column: Column): Field {
  return { column, path: [], asText: false };
}

/** `id: {gt: 5, lt: 9}` */
function comparisons(column: Column, given: Given, { place }: Filtering): Result<readonly Filter[], Failure> {
  const { graph } = place.compiling;
  const type = graph.filters.get(column) ?? "";
  return collect(given.members(), ([name, operand]): Result<Filter, Failure> => {
    const meaning = inputMeaningOf(graph, type, name);
    const field = plainField(column);
    const base = { kind: "compare" as const, field, quantifier: null };
    if (meaning.kind === "is") return isFilter(base, operand);
    if (meaning.kind !== "operator") throw new TypeError(`${meaning.kind} compares nothing`);
    const { operator, pattern } = meaning;
    if (operand.value === null && operator === "in") return ok({ kind: "or", items: [] });
    const value =
      pattern === null
        ? plainArgument(place.sink, operand)
        : writtenArgument(place.sink, operand, patternText[pattern]);
    return ok({ ...base, operator, keyword: null, value });
  });
}

function isFilter(base: Pick<Comparison, "kind" | "field" | "quantifier">, { value }: Given): Result<Filter, Failure> {
  if (value !== "NULL" && value !== "NOT_NULL") return err(failure("22023", "is compares with NULL or NOT_NULL"));
  return ok({ ...base, operator: "is", keyword: value === "NULL" ? "null" : "not_null", value: null });
}

function identityFilter(given: Given, { collection, place }: Filtering): readonly Filter[] {
  return given.members().flatMap(([, id]) => keyFilters(id, collection, place));
}

/** The rows that an id names: one, or none. */
export function keyFilters(id: Given, collection: Collection, { sink }: Place): readonly Filter[] {
  const { primaryKey, name: tag } = collection;
  return primaryKey.flatMap((name, at): Filter[] => {
    const column = collection.columns.get(name);
    if (column === undefined) return [];
    const value = keyArgument(sink, id, { tag, length: primaryKey.length, at });
    return [{ kind: "compare", field: plainField(column), operator: "eq", keyword: null, value, quantifier: null }];
  });
}

/** `author: {name: …}`, `commentsCollection: {some: {…}}`: whether there are such rows. */
function relatedFilter(
  { relation, target }: Extract<InputMeaning, { kind: "relation" }>,
  given: Given,
  { place, related }: Filtering,
): Result<readonly Filter[], Failure> {
  const conditions: readonly (readonly [boolean, Given])[] = isToOne(relation)
    ? [[true, given]]
    : given.members().map(([name, inner]) => [name === "some", inner] as const);
  return collect(conditions, ([present, inner]): Result<Filter, Failure> => {
    const filter = compileFilter(isRecord(inner.value) ? inner : undefined, target, place);
    if (!filter.ok) return filter;
    const as = ` related ${related.length}`;
    related.push({
      kind: "embed",
      as,
      relation,
      join: "left",
      spread: false,
      read: {
        collection: target,
        select: filter.value.related,
        where: filter.value.where,
        order: [],
        limit: null,
        offset: null,
      },
    });
    return ok({ kind: "embedded", as, present });
  });
}

/** `orderBy: [{title: AscNullsFirst}]` */
export function compileOrder(
  given: Given | undefined,
  type: GraphQLInputObjectType | null,
  place: Place,
): readonly Order[] {
  if (given === undefined || type === null) return [];
  return given.items().flatMap((item) =>
    item.members().flatMap(([name, direction]): Order[] => {
      const meaning = inputMeaningOf(place.compiling.graph, type.name, name);
      const found = directions.get(String(direction.value));
      if (meaning.kind !== "column" || found === undefined) return [];
      return [{ embed: null, field: plainField(meaning.column), ...found }];
    }),
  );
}

const directions: ReadonlyMap<string, Pick<Order, "descending" | "nulls">> = new Map([
  ["AscNullsFirst", { descending: false, nulls: "first" }],
  ["AscNullsLast", { descending: false, nulls: "last" }],
  ["DescNullsFirst", { descending: true, nulls: "first" }],
  ["DescNullsLast", { descending: true, nulls: "last" }],
]);
