import { type GraphQLObjectType, getNamedType, isNonNullType, isObjectType } from "graphql";
import type { Cell, WriteAnswer } from "../engine/request.ts";
import { type Failure, failure } from "../kernel/failure.ts";
import { collect, err, ok, type Result } from "../kernel/result.ts";
import type { Selection } from "../query/read.ts";
import type { Conflict, Write } from "../query/write.ts";
import type { Collection, Column } from "../schema/model.ts";
import { compileFilter } from "./compile-filter.ts";
import { compileFunction } from "./compile-function.ts";
import { compileRow } from "./compile-row.ts";
import { argumentsOf, type Count, inside, type Place } from "./compiling.ts";
import { type Picked, pickFields } from "./fields.ts";
import { type Given, isRecord, type Variables } from "./given.ts";
import { inputMeaningOf, meaningOf } from "./meaning.ts";
import type { Root, RootField, WriteRoot } from "./operation.ts";
import { jsonOf, makeSink } from "./sink.ts";

/** The fields of a mutation, in the order in which they take effect. */
export function compileMutation(
  type: GraphQLObjectType,
  sets: Picked["sets"],
  place: Place,
): Result<readonly Root[], Failure> {
  return collect(pickFields(type, sets, place.compiling), (picked): Result<Root, Failure> => {
    const { key, name } = picked;
    if (name === "__typename") return ok({ kind: "text", key, text: JSON.stringify(type.name) });
    const { graph, variables } = place.compiling;
    const meaning = meaningOf(graph, type.name, name);
    const field: RootField = { type, picked, given: argumentsOf(type, picked.node, variables) };
    const own = inside({ ...place, sink: makeSink() }, key);
    if (meaning.kind === "function") return compileFunction(meaning, field, own);
    if (meaning.kind !== "insert" && meaning.kind !== "update" && meaning.kind !== "delete") {
      throw new TypeError(`${meaning.kind} at the root of a mutation`);
    }
    return compileWrite(meaning.kind, meaning.collection, { field, place: own });
  });
}

interface Asked {
  readonly field: RootField;
  readonly place: Place;
}

function compileWrite(
  kind: Write["kind"],
  collection: Collection,
  { field, place }: Asked,
): Result<WriteRoot, Failure> {
  const { given } = field;
  const atMost = given.get("atMost");
  const objects = given.get("objects");
  const count: Count = (variables) => {
    const all = objects?.find(variables);
    return objects === undefined ? Number(atMost?.find(variables)) : Array.isArray(all) ? all.length : 1;
  };
  place.compiling.pages.push(count);
  const response = compileResponse(collection, field, { ...place, rows: count });
  if (!response.ok) return response;
  const target: Target = { kind, collection, given, place, returning: response.value.returning };
  const made = kind === "insert" ? insertOf(target) : rowsOf(target);
  if (!made.ok) return made;
  return ok({
    kind: "write",
    key: field.picked.key,
    required: isNonNullType(field.type.getFields()[field.picked.name]?.type),
    build: () => ok(made.value.write),
    finds: place.sink.finds,
    rows: made.value.rows,
    maxAffected:
      kind === "insert" ? () => null : (variables: Variables) => Math.max(0, Number(atMost?.find(variables))),
    answer: response.value.answer,
  });
}

interface Target {
  readonly kind: Write["kind"];
  readonly collection: Collection;
  readonly given: RootField["given"];
  readonly place: Place;
  readonly returning: readonly Selection[] | null;
}

interface Made {
  readonly write: Write;
  readonly rows: WriteRoot["rows"];
}

interface InputColumn {
  readonly name: string;
  readonly column: Column;
}

/** In one order, however they are given: what is wrong with a write is told of the same column. */
function inputColumns(names: Iterable<string>, type: string, { compiling }: Place): readonly InputColumn[] {
  const columns = [...new Set(names)].flatMap((name): InputColumn[] => {
    const meaning = inputMeaningOf(compiling.graph, type, name);
    return meaning.kind === "column" ? [{ name, column: meaning.column }] : [];
  });
  return columns.sort((left, right) => (left.column.name < right.column.name ? -1 : 1));
}

function cellsOf(row: unknown, columns: readonly InputColumn[]): readonly Cell[] {
  const given = isRecord(row) ? row : {};
  return columns.map(({ name }) => (given[name] === undefined ? undefined : jsonOf(given[name])));
}

function insertOf({ collection, given, place, returning }: Target): Result<Made, Failure> {
  const objects = given.get("objects");
  const type = typeName(collection, place);
  const names = (objects?.items() ?? []).flatMap((item) => item.members().map(([name]) => name));
  const columns = inputColumns(names, `${type}InsertInput`, place);
  const conflict = conflictOf(given.get("onConflict"), type, place);
  if (!conflict.ok) return conflict;
  const write: Write = {
    kind: "insert",
    collection,
    columns: columns.map(({ column }) => column),
    conflict: conflict.value,
    returning,
  };
  const rows = (variables: Variables): readonly (readonly Cell[])[] => {
    const all = objects?.find(variables);
    const list: readonly unknown[] = Array.isArray(all) ? all : [all];
    return list.map((row) => cellsOf(row, columns));
  };
  return ok({ write, rows });
}

function typeName({ name }: Collection, { compiling }: Place): string {
  return compiling.graph.typeNames.get(name) ?? "";
}

function conflictOf(given: Given | undefined, type: string, { compiling }: Place): Result<Conflict | null, Failure> {
  if (given === undefined) return ok(null);
  const members = new Map(given.members());
  const { enums } = compiling.graph;
  const columns = enums.get(`${type}Constraint.${String(members.get("constraint")?.value)}`);
  if (columns === undefined) return err(failure("42P10", "there is no such constraint"));
  const fields = members.get("updateFields");
  if (fields === undefined || fields.value === null) return ok({ action: "merge", columns });
  const update = fields.items().flatMap(({ value }) => enums.get(`${type}Field.${String(value)}`) ?? []);
  return ok(update.length === 0 ? { action: "ignore", columns } : { action: "merge", columns, update });
}

function rowsOf({ kind, collection, given, place, returning }: Target): Result<Made, Failure> {
  const filter = compileFilter(given.get("filter"), collection, place);
  if (!filter.ok) return filter;
  const rest = { collection, order: [], limit: null, offset: null, ...filter.value, returning };
  if (kind === "delete") return ok({ write: { kind, ...rest }, rows: () => [] });
  const set = given.get("set");
  const names = (set?.members() ?? []).map(([name]) => name);
  const columns = inputColumns(names, `${typeName(collection, place)}UpdateInput`, place);
  if (columns.length === 0) return err(failure("22023", "set names no column"));
  const write: Write = { kind: "update", columns: columns.map(({ column }) => column), ...rest };
  return ok({ write, rows: (variables) => [cellsOf(set?.find(variables), columns)] });
}

interface Response {
  readonly returning: readonly Selection[] | null;
  readonly answer: WriteRoot["answer"];
}

/** `{affectedCount records {…}}`. Each `records` is an object of every row that comes back, or the row where it is the only one. */
function compileResponse(collection: Collection, { type, picked }: RootField, place: Place): Result<Response, Failure> {
  const declared = type.getFields()[picked.name]?.type;
  const response = declared === undefined ? null : getNamedType(declared);
  if (!isObjectType(response)) throw new TypeError(`${picked.name} gives no object`);
  const fields = pickFields(response, picked.sets, place.compiling);
  const records = fields.filter(({ name }) => name === "records");
  const selects = collect(records, ({ key, sets }) => compileRow(collection, sets, inside(place, key, null)));
  if (!selects.ok) return selects;
  const [only, ...others] = selects.value;
  const groups = selects.value.map((select, index): Selection => ({ kind: "group", as: `r${index}`, select }));
  const isSingle = others.length === 0;
  return ok({
    returning: only === undefined ? null : isSingle ? only : groups,
    answer(written) {
      const members = fields.map(({ key, name }) => {
        const text =
          name === "__typename"
            ? JSON.stringify(response.name)
            : name === "affectedCount"
              ? String(written.affected)
              : recordsText(written, isSingle ? null : `r${records.findIndex((each) => each.key === key)}`);
        return `${JSON.stringify(key)}:${text}`;
      });
      return `{${members.join()}}`;
    },
  });
}

function recordsText({ rows }: WriteAnswer, group: string | null): string {
  if (group === null) return `[${rows.join()}]`;
  return JSON.stringify(rows.map((row): unknown => JSON.parse(row)[group]));
}
