import type { ReadRequest, Shaping } from "../engine/request.ts";
import { type CompiledFunction, givesRows, type Output, type RowOutput } from "../functions/compile.ts";
import { givenBy, rowsOf, singleValue, sourceFor, valuesOf } from "../functions/result.ts";
import { rowsJson, rowsParameter } from "../functions/rows.ts";
import { type Failure, failure } from "../kernel/failure.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { noPlace } from "../query/keyset.ts";
import type { Column } from "../schema/model.ts";
import { windowed } from "./answer-read.ts";
import { buildRead } from "./build-read.ts";
import type { Call } from "./call.ts";
import { parseSkeleton } from "./parse-shape.ts";
import { readHead, type ShapeHead, shapeText } from "./shape.ts";
import { everything, resolveWindow, type Window } from "./window.ts";

/** What a call answers with, as JSON text: a value, an object, an array. */
export interface CallResult {
  readonly json: string;
  readonly window: Window;
  /** How many values or rows there are in it. */
  readonly count: number;
  /** Without limit and offset; null where it is not known. */
  readonly total: number | null;
}

/** From what the function has given to what is answered. */
export type Finish = (outcome: unknown) => Promise<Result<CallResult, Failure>>;

/** All that can be wrong with what is asked of the result is found here, before the function runs. */
export function prepareResult(call: Call, fn: CompiledFunction): Result<Finish, Failure> {
  const { lexed, request } = call;
  if (lexed.after !== null) return err(noPlace("What a function gives has none."));
  const range = request.method === "GET" ? request.headers.get("range") : null;
  const window = resolveWindow({ limit: lexed.limit, offset: lexed.offset, range, strict: false });
  if (!window.ok) return window;
  const { output } = fn;
  if (givesRows(output)) return prepareRows(call, fn, { output, window: window.value });
  const refused = refuseColumns(lexed.skeleton, fn.name);
  if (refused !== null) return err(refused);
  return ok((outcome) => scalars(fn, output, { outcome, window: window.value, most: call.server.limits.maxRows }));
}

interface Scalars {
  readonly outcome: unknown;
  readonly window: Window;
  readonly most: number;
}

/** Values have no columns to be asked about: there is a page of them at most. */
async function scalars(
  fn: CompiledFunction,
  output: Exclude<Output, RowOutput>,
  { outcome, window, most }: Scalars,
): Promise<Result<CallResult, Failure>> {
  switch (output.kind) {
    case "void":
      return ok({ json: "", window: everything, count: 1, total: 1 });
    case "value":
      return ok({ json: await singleValue(fn, outcome, output.element), window: everything, count: 1, total: 1 });
    case "values": {
      const all = await valuesOf(fn, outcome, output.element);
      const page = pageOf(all, window, most);
      return ok({ json: `[${page.join(",")}]`, window, count: page.length, total: all.length });
    }
  }
}

interface Rows {
  readonly output: RowOutput;
  readonly window: Window;
}

function prepareRows(call: Call, fn: CompiledFunction, { output, window }: Rows): Result<Finish, Failure> {
  const { server, context } = call;
  const access = { model: server.model, policy: server.policy, role: context.principal.role };
  const source = sourceFor(fn, output, access);
  if (!source.ok) return source;
  const { columns, masks } = source.value;
  if (call.lexed.skeleton === "" && masks.size === 0) {
    return ok((outcome) => plainRows(call, fn, { output, window, columns, outcome }));
  }
  const shaping = server.engine.shape(shapeRequest(call, fn, { output, window }), context);
  if (!shaping.ok) return shaping;
  return ok((outcome) => shapedRows(fn, shaping.value, { output, window, columns, outcome }));
}

interface GivenRows extends Rows {
  readonly columns: readonly Column[];
  readonly outcome: unknown;
}

/** Nothing is asked of them: they go out as they are. */
async function plainRows(
  call: Call,
  fn: CompiledFunction,
  { output, window, columns, outcome }: GivenRows,
): Promise<Result<CallResult, Failure>> {
  const all = await rowsOf(fn, outcome, { output, columns });
  const most = output.collection.maxRows ?? call.server.limits.maxRows;
  const page = pageOf(all, window, most);
  const json = rowsJson(page, output.collection, columns);
  return ok({ json: bareRow(json, output, page.length), window, count: page.length, total: all.length });
}

/** One statement over the rows: filters, embeds, aggregates, order and page as of a table. */
async function shapedRows(
  fn: CompiledFunction,
  shape: Shaping,
  { output, window, columns, outcome }: GivenRows,
): Promise<Result<CallResult, Failure>> {
  const rows = await rowsOf(fn, outcome, { output, columns });
  const answer = await shape(rowsParameter(rows, output.collection));
  if (!answer.ok) return answer;
  const { json, count, total } = answer.value;
  return ok({ json: bareRow(json, output, count), window, count, total });
}

/** A function that gives one row answers with the row alone, or null. */
function bareRow(json: string, { kind }: RowOutput, count: number): string {
  if (kind === "rows") return json;
  return count === 0 ? "null" : json.slice(1, -1);
}

function shapeRequest(call: Call, fn: CompiledFunction, { output, window }: Rows): ReadRequest {
  const { lexed, server, preferences } = call;
  const { collection } = output;
  const by = givenBy(fn, output);
  const head: ShapeHead = {
    ...readHead,
    collection: collection.name,
    limited: window.limit !== null,
    skipped: window.offset > 0,
    counted: preferences.count !== null,
  };
  // A record is known to nobody but its function.
  const model =
    output.element === null ? server.model : { ...server.model, collections: new Map([[collection.name, collection]]) };
  return {
    shape: `given ${by} ${output.element === null ? "rows" : "records"} ${shapeText(head, lexed.skeleton)}`,
    build: () => {
      const read = buildRead(model, head, lexed.skeleton);
      return read.ok ? ok({ ...read.value, given: by }) : read;
    },
    arguments: windowed(lexed.arguments, window),
    total: head.counted,
  };
}

function pageOf<T>(all: readonly T[], { offset, limit }: Window, most: number): readonly T[] {
  return all.slice(offset, offset + Math.min(limit ?? most, most));
}

/** A scalar has no columns that could be selected, filtered or ordered by. */
function refuseColumns(skeleton: string, name: string): Failure | null {
  if (skeleton === "") return null;
  const parsed = parseSkeleton(skeleton);
  if (!parsed.ok) return parsed.error;
  const { select, filters, orders } = parsed.value;
  const [selected] = select.flatMap((item) => (item.kind === "field" ? [item.field.name] : []));
  const [filtered] = filters.flatMap(({ item }) => (item.kind === "filter" ? [item.field.name] : []));
  const [ordered] = orders.flatMap(({ item }) => item.map((term) => term.field.name));
  const column = selected ?? filtered ?? ordered;
  if (column !== undefined) return failure("42703", `column ${name}.${column} does not exist`);
  return failure("42809", `the result of ${name} is no row`);
}
