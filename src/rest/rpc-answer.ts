import { tooLong } from "../engine/translate.ts";
import type { Output } from "../functions/compile.ts";
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
}

/** The answer to a call: as to a read, for any method; nothing at all is 204. */
export function answerResult(call: Call, output: Output, result: Answered): Result<Response, Failure> {
  const { json, window, count, maxAffected } = result;
  const { preferences, media, request, server } = call;
  if (json.length > server.limits.maxAnswerBytes) return err(tooLong(server.limits.maxAnswerBytes));
  const counted = preferences.count === null ? null : result.total;
  const affected = result.total ?? count;
  if (maxAffected !== null && affected > maxAffected) return err(tooMany(affected));
  const headers: Record<string, string> = output.kind === "void" ? {} : contentHeaders(call);
  headers["content-range"] = contentRange(window.offset, count, counted);
  const applied = appliedHeader(preferences, ["count", "transaction", "handling", "timezone", "maxAffected"]);
  if (applied !== null) headers["preference-applied"] = applied;
  if (output.kind === "void") return ok(new Response(null, { status: 204, headers }));
  if (media.rows === "single" && count !== 1) return err(notOneRow(counted ?? count));
  const status = rangeStatus(window, count, counted);
  if (status === 416) return ok(pastEnd(call, headers, rangePastEnd(window.offset, counted ?? 0)));
  const body = writeResult(media, json, output);
  if (request.method !== "POST") return ok(respondWith(call, { status, headers, body, count, sharing: null }));
  return ok(new Response(body, { status, headers }));
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
