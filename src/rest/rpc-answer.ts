import { tooLong } from "../engine/translate.ts";
import type { Output } from "../functions/compile.ts";
import type { CallResponse } from "../functions/exchange.ts";
import { type Failure, failure } from "../kernel/failure.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { type Call, contentHeaders } from "./call.ts";
import { contentRange, rangeStatus } from "./content-range.ts";
import { failureText } from "./failure-response.ts";
import { notOneRow, rangePastEnd } from "./failures.ts";
import { appliedHeader } from "./prefer.ts";
import { respondWith } from "./representation.ts";
import { writeResult } from "./rpc-media.ts";
import type { CallResult } from "./rpc-result.ts";

interface Answered extends CallResult {
  /** Of the preferences, where it counts. */
  readonly maxAffected: number | null;
  /** By the function. */
  readonly said: CallResponse;
}

/** The answer to a call: as to a read, for any method; nothing at all is 204. */
export function answerResult(call: Call, output: Output, result: Answered): Result<Response, Failure> {
  const { json, window, count, maxAffected, said } = result;
  const { preferences, media, request, server } = call;
  if (json.length > server.limits.maxAnswerBytes) return err(tooLong(server.limits.maxAnswerBytes));
  const counted = preferences.count === null ? null : result.total;
  const affected = result.total ?? count;
  if (maxAffected !== null && affected > maxAffected) return err(tooMany(affected));
  const headers: Record<string, string> = output.kind === "void" ? {} : contentHeaders(call);
  headers["content-range"] = contentRange(window.offset, count, counted);
  const applied = appliedHeader(preferences, ["count", "transaction", "handling", "timezone", "maxAffected"]);
  if (applied !== null) headers["preference-applied"] = applied;
  if (output.kind === "void") return ok(withSaid(new Response(null, { status: 204, headers }), said));
  if (media.rows === "single" && count !== 1) return err(notOneRow(counted ?? count));
  const status = rangeStatus(window, count, counted);
  if (status === 416) return ok(pastEnd(call, headers, rangePastEnd(window.offset, counted ?? 0)));
  const body = writeResult(media, json, output);
  // What has a status of its own is no representation that a caller could have already.
  const isPlain = request.method === "POST" || said.status !== null;
  const answer = isPlain
    ? new Response(request.method === "HEAD" ? null : body, { status, headers })
    : respondWith(call, { status, headers, body, count, sharing: null });
  return ok(withSaid(answer, said));
}

/** Of which an answer has no body. */
const bare: ReadonlySet<number> = new Set([204, 205, 304]);

/** @throws TypeError for a status that is none: the function is wrong, not its caller */
function withSaid(answer: Response, { status, headers }: CallResponse): Response {
  if (status !== null && !(Number.isInteger(status) && status >= 200 && status <= 599)) {
    throw new TypeError(`a function answered with status ${status}: 200 to 599`);
  }
  const names = new Set(headers.keys());
  if (status === null && names.size === 0) return answer;
  const code = status ?? answer.status;
  const spoken = new Response(bare.has(code) ? null : answer.body, { status: code, headers: answer.headers });
  if (bare.has(code)) spoken.headers.delete("content-type");
  for (const name of names) spoken.headers.delete(name);
  for (const [name, value] of headers) spoken.headers.append(name, value);
  return spoken;
}

function tooMany(affected: number): Failure {
  return failure("PGRST124", "Query result exceeds max-affected preference constraint", {
    details: `The query affects ${affected} rows`,
  });
}

function pastEnd({ request }: Call, headers: Record<string, string>, reason: Failure): Response {
  if (request.method === "HEAD") return new Response(null, { status: 416, headers });
  headers["content-type"] = "application/json; charset=utf-8";
  return new Response(failureText(reason), { status: 416, headers });
}
