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
}

/** What an answer depends on besides its URL. */
const vary = "Authorization, apikey, Accept, Accept-Profile, Prefer, Range";

/** A caller's own copy, which must be asked about before it is used again (RFC 9111, section 5.2.2). */
const ownCopy = "private, no-cache";

/** Longer answers get no tag, and go out in pieces: their whole is never copied. In UTF-16 code units. */
export const maxTaggedLength = 262_144;

/** The answer, or 304 where the caller has it already (RFC 9110, section 13.1.2). */
export function respondWith(call: Call, { status, headers, body, count }: Representation): Response {
  headers["cache-control"] = ownCopy;
  headers.vary = vary;
  const isTagged = body.length <= maxTaggedLength;
  if (isTagged) headers.etag = entityTag(call.media.contentType, body);
  const known = call.request.headers.get("if-none-match");
  if (known !== null && isKnown(known, headers.etag ?? null, count)) return notModified(headers);
  if (call.request.method === "HEAD") return new Response(null, { status, headers });
  return new Response(isTagged ? body : textStream(body), { status, headers });
}

function isKnown(header: string, tag: string | null, count: number): boolean {
  const tags = parseTags(header);
  return tags === "*" ? count > 0 : tag !== null && namesTag(tags, tag, "weak");
}

/** `Content-Range` is there because the total may have changed where the rows have not. */
function notModified(headers: Readonly<Record<string, string>>): Response {
  const kept = ["cache-control", "content-range", "etag", "vary"].flatMap((name): [string, string][] => {
    const value = headers[name];
    return value === undefined ? [] : [[name, value]];
  });
  return new Response(null, { status: 304, headers: kept });
}
