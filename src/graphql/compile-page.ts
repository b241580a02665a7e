import { type GraphQLObjectType, getNamedType, isInputObjectType, isObjectType, type SelectionSetNode } from "graphql";
import type { Failure } from "../kernel/failure.ts";
import { collect, err, ok, type Result } from "../kernel/result.ts";
import { inPlace } from "../query/keyset.ts";
import type { Argument, PageFact, PageMember, Read, Selection } from "../query/read.ts";
import type { Collection } from "../schema/model.ts";
import { isNarrow } from "./column-type.ts";
import { compileFilter, compileOrder } from "./compile-filter.ts";
import { argumentsOf, badArgument, type Count, inside, type Place } from "./compiling.ts";
import { type Picked, pickFields } from "./fields.ts";
import type { Given } from "./given.ts";
import { meaningOf } from "./meaning.ts";
import { textArgument } from "./sink.ts";

/** A field whose type is a connection. */
export interface PageField {
  /** The type that has the field. */
  readonly type: GraphQLObjectType;
  readonly picked: Picked;
}

export interface PageOptions {
  readonly place: Place;
  readonly row: (
    collection: Collection,
    sets: readonly SelectionSetNode[],
    place: Place,
  ) => Result<readonly Selection[], Failure>;
  /** Rows that nobody asks to order stay as they are given, unless their places are asked for. */
  readonly keepsOrder?: boolean;
}

type PageArguments = ReadonlyMap<string, Given>;

/** A page of a collection, with all that is asked of it. */
export function compilePage(collection: Collection, field: PageField, options: PageOptions): Result<Read, Failure> {
  const { place } = options;
  const { compiling, sink } = place;
  const declared = field.type.getFields()[field.picked.name];
  const given = argumentsOf(field.type, field.picked.node, compiling.variables);
  const refused = misfit(given);
  if (refused !== null) return err(refused);
  const filter = compileFilter(given.get("filter"), collection, place);
  if (!filter.ok) return filter;
  const orderBy = declared?.args.find(({ name }) => name === "orderBy");
  const orderType = orderBy === undefined ? null : getNamedType(orderBy.type);
  const order = compileOrder(given.get("orderBy"), isInputObjectType(orderType) ? orderType : null, place);
  const limit = given.get("first") ?? given.get("last");
  const rows = rowsOf(limit, collection, place);
  compiling.pages.push(rows);
  const connection = declared === undefined ? null : getNamedType(declared.type);
  if (!isObjectType(connection)) throw new TypeError(`${field.picked.name} is no connection`);
  const members = compileMembers(collection, connection, {
    ...options,
    sets: field.picked.sets,
    place: { ...place, rows },
  });
  if (!members.ok) return members;
  const bound = (name: string): Argument | null => optional(given.get(name), (found) => textArgument(sink, found));
  const read: Read = {
    collection,
    select: filter.value.related,
    where: filter.value.where,
    order,
    limit: optional(limit, (found) => textArgument(sink, found)),
    offset: bound("offset"),
    page: {
      members: members.value,
      after: bound("after"),
      before: bound("before"),
      backward: given.has("last"),
      size: compiling.pageSize,
    },
  };
  const staysAsGiven = options.keepsOrder === true && order.length === 0 && !asksPlaces(read);
  return placed(read, !staysAsGiven && compiling.graph.placed.has(collection.name));
}

function asksPlaces({ page }: Read): boolean {
  if (page === undefined || page.after !== null || page.before !== null) return page !== undefined;
  return page.members.some((member) => {
    if (member.kind === "edges") return member.select.some(({ kind }) => kind === "cursor");
    return member.kind === "info" && member.members.some(({ kind }) => kind === "startCursor" || kind === "endCursor");
  });
}

function optional(given: Given | undefined, make: (given: Given) => Argument): Argument | null {
  return given === undefined ? null : make(given);
}

/** Rows come by their key where nobody asks for another order, and where their order leaves it open. */
function placed(read: Read, isPlaced: boolean): Result<Read, Failure> {
  if (!isPlaced) return ok(read);
  const ordered = inPlace(read, null);
  if (!ordered.ok) return ordered;
  const { keyset: _, ...rest } = ordered.value;
  return ok(rest);
}

function misfit(given: PageArguments): Failure | null {
  const terms = given.get("orderBy")?.items() ?? [];
  const isTaken = (direction: Given): boolean => direction.value !== null && direction.value !== undefined;
  if (terms.some((term) => term.members().filter(([, direction]) => isTaken(direction)).length > 1)) {
    return badArgument("each object of orderBy names one column: its members have no order");
  }
  if (given.has("first") && given.has("last")) return badArgument("only one of first and last may be given");
  if (given.has("offset") && (given.has("last") || given.has("before"))) {
    return badArgument("offset goes with first and after alone");
  }
  return null;
}

function rowsOf(limit: Given | undefined, collection: Collection, { compiling, rows }: Place): Count {
  const most = compiling.mostRows(collection);
  return (variables) => {
    const asked = limit === undefined ? compiling.pageSize : Number(limit.find(variables));
    return rows(variables) * Math.max(0, Math.min(asked, most));
  };
}

interface MemberOptions extends PageOptions {
  readonly sets: readonly SelectionSetNode[];
}

function compileMembers(
  collection: Collection,
  type: GraphQLObjectType,
  { sets, place, row }: MemberOptions,
): Result<readonly PageMember[], Failure> {
  const { compiling } = place;
  return collect(pickFields(type, sets, compiling), (picked): Result<PageMember, Failure> => {
    const { key: as, name } = picked;
    if (name === "__typename") return ok({ kind: "constant", as, value: type.name });
    const meaning = meaningOf(compiling.graph, type.name, name);
    switch (meaning.kind) {
      case "totalCount":
        return ok({ kind: "total", as });
      case "pageInfo":
        return ok({ kind: "info", as, members: facts(fieldType(type, name), picked, place) });
      case "aggregate":
        return ok({ kind: "aggregates", as, select: aggregates(fieldType(type, name), picked, place) });
      case "edges": {
        const select = edges(collection, fieldType(type, name), { picked, place: inside(place, as, null), row });
        return select.ok ? ok({ kind: "edges", as, select: select.value }) : select;
      }
      default:
        throw new TypeError(`${meaning.kind} in a connection`);
    }
  });
}

/** The type of a field that is an object. */
export function fieldType(type: GraphQLObjectType, name: string): GraphQLObjectType {
  const declared = type.getFields()[name];
  const found = declared === undefined ? null : getNamedType(declared.type);
  if (!isObjectType(found)) throw new TypeError(`${type.name}.${name} is no object`);
  return found;
}

interface Edges extends PageOptions {
  readonly picked: Picked;
}

function edges(
  collection: Collection,
  type: GraphQLObjectType,
  { picked, place, row }: Edges,
): Result<readonly Selection[], Failure> {
  return collect(
    pickFields(type, picked.sets, place.compiling),
    ({ key: as, name, sets }): Result<Selection, Failure> => {
      if (name === "__typename") return ok({ kind: "constant", as, value: type.name });
      if (name === "cursor") return ok({ kind: "cursor", as });
      const select = row(collection, sets, inside(place, as));
      return select.ok ? ok({ kind: "group", as, select: select.value }) : select;
    },
  );
}

function facts(type: GraphQLObjectType, { sets }: Picked, { compiling }: Place): readonly PageFact[] {
  return pickFields(type, sets, compiling).map(({ key: as, name }): PageFact => {
    const kind = factKinds.get(name);
    return kind === undefined ? { kind: "constant", as, value: type.name } : { kind, as };
  });
}

const factKinds: ReadonlyMap<string, Exclude<PageFact["kind"], "constant">> = new Map(
  (["hasNextPage", "hasPreviousPage", "startCursor", "endCursor"] as const).map((name) => [name, name]),
);

function aggregates(type: GraphQLObjectType, { sets }: Picked, place: Place): readonly Selection[] {
  const { compiling } = place;
  return pickFields(type, sets, compiling).map((picked): Selection => {
    const { key: as, name } = picked;
    if (name === "__typename") return { kind: "constant", as, value: type.name };
    const meaning = meaningOf(compiling.graph, type.name, name);
    switch (meaning.kind) {
      case "count":
        return { kind: "aggregate", function: "count", field: null, inputCast: null, as, cast: null };
      case "aggregates":
        return { kind: "group", as, select: aggregates(fieldType(type, name), picked, place) };
      case "aggregated":
        if (isNarrow(meaning.column, meaning.cast)) compiling.narrow.push(as);
        return {
          kind: "aggregate",
          function: meaning.function,
          field: { column: meaning.column, path: [], asText: false },
          inputCast: null,
          as,
          cast: meaning.cast,
        };
      default:
        throw new TypeError(`${meaning.kind} in an aggregate`);
    }
  });
}
