import { preconditionFailed } from "../engine/guard.ts";
import type { Expected, ReadAnswer, ReadRequest } from "../engine/request.ts";
import { utf8 } from "../kernel/bytes.ts";
import type { Failure } from "../kernel/failure.ts";
import { collect, err, ok, type Result } from "../kernel/result.ts";
import { readRequest } from "./answer-read.ts";
import type { Call } from "./call.ts";
import { entityTag, namesTag, parseTags, type TagList } from "./entity-tag.ts";
import { maxTaggedLength } from "./representation.ts";
import { resolveWindow } from "./window.ts";

export function hasPrecondition(headers: Headers): boolean {
  return headers.get("if-match") !== null || headers.get("if-none-match") !== null;
}

/**
 * The call with guards in its write's batch: they end it where the representation that GET gives at the same URL is not
 * as `If-Match` and `If-None-Match` demand (RFC 9110, section 13.1), or no longer when the write comes. `*` stands for
 * any row: with `If-Match` there must be one, with `If-None-Match` none. Errors: PER412.
 */
export async function withPrecondition(call: Call): Promise<Result<Call, Failure>> {
  const { headers } = call.request;
  const match = tagsOf(headers.get("if-match"));
  const noneMatch = tagsOf(headers.get("if-none-match"));
  const request = currentRequest(call);
  if (!request.ok) return request;
  const expected: Expected[] = [];
  if (match === "*") expected.push("some");
  if (noneMatch === "*") expected.push("none");
  if (isNamed(match) || isNamed(noneMatch)) {
    // The write happens at the primary, so what it is compared with comes from there.
    const context = { ...call.context, consistency: { from: "primary", reached: null } } as const;
    const current = await call.server.engine.read(request.value, context);
    if (!current.ok) return current;
    const tag = tagOf(call, current.value);
    if (isNamed(match) && (tag === null || !namesTag(match, tag, "strong"))) return err(preconditionFailed);
    if (isNamed(noneMatch) && tag !== null && namesTag(noneMatch, tag, "weak")) return err(preconditionFailed);
    if (tag !== null) expected.push(current.value);
  }
  const guards = collect(expected, (each) => call.server.engine.guard(request.value, each, call.context));
  if (!guards.ok) return guards;
  const all = [...(call.context.guards ?? []), ...guards.value];
  return ok({ ...call, context: { ...call.context, guards: all } });
}

function tagsOf(header: string | null): TagList | null {
  return header === null ? null : parseTags(header);
}

function isNamed(tags: TagList | null): tags is Exclude<TagList, "*"> {
  return tags !== null && tags !== "*";
}

function currentRequest(call: Call): Result<ReadRequest, Failure> {
  const { limit, offset } = call.lexed;
  const window = resolveWindow({ limit, offset, range: null, strict: false });
  return window.ok ? ok(readRequest(call, window.value, { counted: false })) : window;
}

/** As `respondWith` makes it; null where GET would give no representation or one without a tag. */
function tagOf({ media }: Call, { json, count }: ReadAnswer): string | null {
  if (media.rows === "single" && count !== 1) return null;
  const body = media.write(json);
  return body.length <= maxTaggedLength ? entityTag(media.contentType, utf8(body)) : null;
}
