import type { ReadAnswer, ReadRequest } from "../engine/request.ts";
import type { Failure } from "../kernel/failure.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import type { ArgumentValue } from "../query/read.ts";
import { buildRead } from "./build-read.ts";
import { type Call, contentHeaders } from "./call.ts";
import { contentRange, rangeStatus } from "./content-range.ts";
import { failureText } from "./failure-response.ts";
import { cursorAndOffset, notOneRow, rangePastEnd } from "./failures.ts";
import { nextPage } from "./next-page.ts";
import { appliedHeader } from "./prefer.ts";
import { respondWith } from "./representation.ts";
import { readHead, type ShapeHead, shapeText } from "./shape.ts";
import { resolveWindow, type Window } from "./window.ts";

/** GET and HEAD. Source: https://docs.postgrest.org/en/v14/references/api/tables_views.html#read */
export async function answerRead(call: Call): Promise<Result<Response, Failure>> {
  const { request, lexed, preferences, server } = call;
  const range = request.method === "GET" ? request.headers.get("range") : null;
  const window = resolveWindow({ limit: lexed.limit, offset: lexed.offset, range, strict: false });
  if (!window.ok) return window;
  if (lexed.after !== null && window.value.offset > 0) return err(cursorAndOffset);
  const wanted = readRequest(call, window.value, { counted: preferences.count !== null });
  const answer = await server.engine.read(wanted, call.context);
  if (!answer.ok) return answer;
  const { count, total: all } = answer.value;
  if (call.media.rows === "single" && count !== 1) return err(notOneRow(all ?? count));
  return ok(respond(call, window.value, answer.value));
}

/** What GET asks the engine for at a call's URL. */
export function readRequest(call: Call, window: Window, { counted }: Pick<ShapeHead, "counted">): ReadRequest {
  const { lexed, server } = call;
  const head: ShapeHead = {
    ...readHead,
    collection: call.collection,
    limited: window.limit !== null,
    skipped: window.offset > 0,
    counted,
    paged: lexed.after === null ? null : lexed.after === "" ? "start" : "after",
  };
  return {
    shape: shapeText(head, lexed.skeleton),
    build: () => buildRead(server.model, head, lexed.skeleton),
    arguments: windowed(lexed.arguments, window),
    total: counted,
    ...(lexed.after === null ? {} : { after: lexed.after }),
  };
}

/** The limit and offset come after all other arguments, in the order that `windowArguments` counts on. */
export function windowed(values: readonly ArgumentValue[], window: Window): readonly ArgumentValue[] {
  if (window.limit === null && window.offset === 0) return values;
  const all = [...values];
  if (window.limit !== null) all.push({ kind: "text", text: String(window.limit) });
  if (window.offset > 0) all.push({ kind: "text", text: String(window.offset) });
  return all;
}

function respond(call: Call, window: Window, answer: ReadAnswer): Response {
  const { json, count, total, sharing } = answer;
  const headers = contentHeaders(call);
  const { cursor } = answer;
  if (cursor !== undefined) Object.assign(headers, nextPage(call, window, { cursor, count }));
  // Behind a cursor nobody has counted the rows before the page.
  const known = call.lexed.after === null || call.lexed.after === "" ? count : 0;
  headers["content-range"] = contentRange(window.offset, known, total);
  const applied = appliedHeader(call.preferences, ["count", "transaction", "handling", "timezone"]);
  if (applied !== null) headers["preference-applied"] = applied;
  const status = rangeStatus(window, count, total);
  if (status !== 416)
    return respondWith(call, { status, headers, body: call.media.write(json), count, sharing: sharing ?? null });
  if (call.request.method === "HEAD") return new Response(null, { status, headers });
  headers["content-type"] = "application/json; charset=utf-8";
  return new Response(failureText(rangePastEnd(window.offset, total ?? 0)), { status, headers });
}
