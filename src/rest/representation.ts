import type { Sharing } from "../engine/request.ts";
import { utf8 } from "../kernel/bytes.ts";
import type { Call } from "./call.ts";
import { entityTag, namesTag, parseTags } from "./entity-tag.ts";
import { textStream } from "./text-stream.ts";

/** What GET gives and HEAD describes. */
export interface Representation {
  readonly status: 200 | 206;
  readonly headers: Record<string, string>;
  readonly body: string;
  /** How many rows are in it. */
  readonly count: number;
  /** Null: it is the caller's own. */
  readonly sharing: Sharing | null;
}

/** What an answer depends on besides its URL. */
const vary = "Authorization, apikey, Accept, Accept-Profile, Prefer, Range";

/** A caller's own copy, which must be asked about before it is used again (RFC 9111, section 5.2.2). */
const ownCopy = "private, no-cache";

/**
 * One object is what a caller is about to change. A proxy that compressed it would weaken its tag, which `If-Match` then
 * could not take; up to this length there is nothing to gain by it. In UTF-16 code units.
 */
const maxPlainLength = 8_192;
const ownObject = `${ownCopy}, no-transform`;

/** Longer answers get no tag, and go out in pieces: their whole is never copied. In UTF-16 code units. */
export const maxTaggedLength = 262_144;

/** The answer, or 304 where the caller has it already (RFC 9110, section 13.1.2). */
export function respondWith(call: Call, { status, headers, body, count, sharing }: Representation): Response {
  const isPlain = call.media.rows === "single" && body.length <= maxPlainLength;
  headers["cache-control"] = isPlain ? ownObject : ownCopy;
  headers.vary = vary;
  if (sharing !== null && status === 200) allowSharing(call, headers, sharing);
  // Encoded once, for the tag and for the wire.
  const bytes = body.length <= maxTaggedLength ? utf8(body) : null;
  if (bytes !== null) headers.etag = entityTag(call.media.contentType, bytes);
  const known = call.request.headers.get("if-none-match");
  if (known !== null && isKnown(known, headers.etag ?? null, count)) return notModified(headers);
  if (call.request.method === "HEAD") return new Response(null, { status, headers });
  return new Response(bytes ?? textStream(body), { status, headers });
}

/**
 * Anybody may keep the answer, but for one that had to be as new as a bookmark: caches know nothing of those. Nor does
 * the answer carry one: from a cache it would take a caller back. `Origin` stands in `Vary` since answers to browsers
 * have headers of CORS that others have not.
 */
function allowSharing({ context, request }: Call, headers: Record<string, string>, sharing: Sharing): void {
  headers.vary = `${vary}, Origin, x-d1-bookmark`;
  if (sharing.ageSeconds > 0) headers.age = String(sharing.ageSeconds);
  if (request.headers.has("x-d1-bookmark")) return;
  const { maxAgeSeconds, staleWhileRevalidateSeconds } = sharing;
  const stale = staleWhileRevalidateSeconds === null ? "" : `, stale-while-revalidate=${staleWhileRevalidateSeconds}`;
  headers["cache-control"] = `public, max-age=${maxAgeSeconds}, s-maxage=${maxAgeSeconds}${stale}`;
  if (context.consistency !== undefined) context.consistency.reached = null;
}

const lasting = ["age", "cache-control", "content-range", "etag", "link", "perigee-next-cursor", "vary"] as const;

function isKnown(header: string, tag: string | null, count: number): boolean {
  const tags = parseTags(header);
  return tags === "*" ? count > 0 : tag !== null && namesTag(tags, tag, "weak");
}

/** What else there is may have changed where the rows have not: the total, and the place of a last row that is not shown. */
function notModified(headers: Readonly<Record<string, string>>): Response {
  const kept = lasting.flatMap((name): [string, string][] => {
    const value = headers[name];
    return value === undefined ? [] : [[name, value]];
  });
  return new Response(null, { status: 304, headers: kept });
}
