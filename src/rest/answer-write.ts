import type { WriteAnswer } from "../engine/request.ts";
import type { Failure } from "../kernel/failure.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { windowed } from "./answer-read.ts";
import { declaredRows, type Payload, payloadRows, readBody } from "./body.ts";
import { buildWrite } from "./build-write.ts";
import { type Call, contentHeaders } from "./call.ts";
import { contentRange } from "./content-range.ts";
import { notOneRow } from "./failures.ts";
import { location } from "./location.ts";
import { bodyParser } from "./media.ts";
import { parseNames } from "./parse-order.ts";
import { appliedHeader } from "./prefer.ts";
import { putPayload } from "./put.ts";
import { Scanner } from "./scanner.ts";
import { type ShapeHead, shapeText } from "./shape.ts";
import { everything, resolveWindow, type Window } from "./window.ts";
import type { WriteMethod } from "./write-methods.ts";

/** POST, PATCH, PUT and DELETE. */
export async function answerWrite(call: Call, method: WriteMethod): Promise<Result<Response, Failure>> {
  const window = writeWindow(call, method);
  if (!window.ok) return window;
  const payload = await payloadOf(call, method);
  if (!payload.ok) return payload;
  const head = headOf(call, method, { window: window.value, columns: payload.value.columns });
  const taken = method.action === "put" ? putPayload(call, payload.value) : payload;
  if (!taken.ok) return taken;
  const written = await write(call, { head, payload: taken.value, window: window.value });
  return written.ok ? ok(respond(call, method, written.value)) : written;
}

/** An insert takes no notice of limit and offset; for a PUT they are an error. */
function writeWindow({ lexed }: Call, method: WriteMethod): Result<Window, Failure> {
  const strict = method.action !== "insert";
  const window = resolveWindow({ limit: lexed.limit, offset: lexed.offset, range: null, strict });
  return window.ok && !strict ? ok(everything) : window;
}

async function payloadOf(call: Call, method: WriteMethod): Promise<Result<Payload, Failure>> {
  if (!method.takesBody) return ok({ columns: [], rows: [] });
  const parse = bodyParser(call.request.headers.get("content-type"));
  if (!parse.ok) return parse;
  const text = await readBody(call.request, call.server.limits.maxBodyBytes);
  if (!text.ok) return text;
  const declared = call.lexed.columns === null || !method.takesColumns ? null : declaredColumns(call.lexed.columns);
  if (declared !== null && !declared.ok) return declared;
  const missing = call.preferences.missing ?? "null";
  const body = parse.value(text.value);
  if (declared === null) return body.ok ? payloadRows(body.value) : body;
  const rows = declaredRows(body, { columns: declared.value, missing });
  return rows.ok && missing === "default" ? ok(withoutGenerated(call, rows.value)) : rows;
}

/** A generated column that no row gives takes its default, which is what it is anyway. */
function withoutGenerated({ server, collection }: Call, { columns, rows }: Payload): Payload {
  const known = server.model.collections.get(collection)?.columns;
  const isTaken = columns.map(
    (name, index) => known?.get(name)?.generated !== true || rows.some((row) => row[index] !== undefined),
  );
  if (!isTaken.includes(false)) return { columns, rows };
  const taken = <T>(list: readonly T[]): readonly T[] => list.filter((_, index) => isTaken[index]);
  return { columns: taken(columns), rows: rows.map(taken) };
}

function declaredColumns(text: string): Result<readonly string[], Failure> {
  const scanner = new Scanner(text);
  const names = parseNames(scanner);
  return names === null ? err(scanner.failure("columns parameter")) : ok(names);
}

interface HeadInput {
  readonly window: Window;
  readonly columns: readonly string[];
}

function headOf({ collection, preferences }: Call, method: WriteMethod, input: HeadInput): ShapeHead {
  const wanted = preferences.return;
  const key = wanted === "headers-only" && method.action === "insert" ? "key" : "nothing";
  const resolution = method.action === "insert" ? preferences.resolution : null;
  return {
    action: method.action,
    collection,
    limited: input.window.limit !== null,
    skipped: input.window.offset > 0,
    counted: false,
    paged: null,
    returning: wanted === "representation" ? "rows" : key,
    columns: input.columns,
    resolution: resolution === null ? null : resolution === "merge-duplicates" ? "merge" : "ignore",
  };
}

interface Writing {
  readonly head: ShapeHead;
  readonly payload: Payload;
  readonly window: Window;
}

async function write(call: Call, { head, payload, window }: Writing): Promise<Result<WriteAnswer, Failure>> {
  const { server, lexed, preferences } = call;
  const build = () => buildWrite(server.model, head, lexed.skeleton);
  const single = call.media.rows === "single";
  if (head.action === "update" && head.columns.length === 0) {
    const built = build();
    if (!built.ok) return built;
    return single ? err(notOneRow(0)) : ok({ rows: [], affected: 0, inserted: 0 });
  }
  const limited = (head.action === "update" || head.action === "delete") && preferences.handling === "strict";
  return server.engine.write(
    {
      shape: shapeText(head, lexed.skeleton),
      build,
      arguments: windowed(lexed.arguments, window),
      rows: head.action === "update" ? payload.rows.slice(0, 1) : payload.rows,
      maxAffected: limited ? preferences.maxAffected : null,
      single,
      rollback: preferences.transaction === "rollback",
    },
    call.context,
  );
}

function respond(call: Call, method: WriteMethod, answer: WriteAnswer): Response {
  const { rows, affected } = answer;
  const { preferences } = call;
  const withRows = preferences.return === "representation";
  const headers: Record<string, string> = withRows ? contentHeaders(call) : {};
  const total = preferences.count === null ? null : affected;
  if (method.range !== null) headers["content-range"] = contentRange(0, method.range === "rows" ? affected : 0, total);
  const applied = appliedHeader(preferences, method.applied);
  if (applied !== null) headers["preference-applied"] = applied;
  const created = preferences.return === "headers-only" && method.action === "insert" ? location(call, rows) : null;
  if (created !== null) headers.location = created;
  const status = method.status(answer, preferences);
  return new Response(withRows ? call.media.write(`[${rows.join(",")}]`) : null, { status, headers });
}
