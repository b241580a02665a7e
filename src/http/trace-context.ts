/** Where a request stands in its caller's trace. Source: https://www.w3.org/TR/trace-context/ */
export interface TraceContext {
  readonly traceId: string;
  /** `traceparent`, and `tracestate` where there is one, as they are passed on. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The part of `Headers` that is read. */
interface HeaderSource {
  get(name: string): string | null;
}

const parentForm = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const memberForm =
  /^(?:[a-z][a-z0-9_\-*/]{0,255}|[a-z0-9][a-z0-9_\-*/]{0,240}@[a-z][a-z0-9_\-*/]{0,13})=[\x20-\x2b\x2d-\x3c\x3e-\x7e]{0,255}[\x21-\x2b\x2d-\x3c\x3e-\x7e]$/;
const maxStateLength = 512;
const maxMembers = 32;

/**
 * Null where there is none, or one that is invalid: it is then as if there were none (section 3.2). Perigee adds no span of
 * its own, so the parent stays who it was. A later version is passed on as version 00, with what that has.
 */
export function traceContext(source: HeaderSource): TraceContext | null {
  const parent = source.get("traceparent");
  if (parent === null) return null;
  const [, version = "", traceId = "", parentId = "", flags = "", more] = parentForm.exec(parent.trim()) ?? [];
  if (version === "" || version === "ff" || (version === "00" && more !== undefined)) return null;
  if (/^0+$/.test(traceId) || /^0+$/.test(parentId)) return null;
  const state = stateOf(source.get("tracestate"));
  const traceparent = `00-${traceId}-${parentId}-${flags}`;
  return { traceId, headers: state === null ? { traceparent } : { traceparent, tracestate: state } };
}

/** Null where it is invalid or too long (sections 3.3.1 and 3.3.1.5). */
function stateOf(header: string | null): string | null {
  if (header === null || header.length > maxStateLength) return null;
  const members = header
    .split(",")
    .map((member) => member.trim())
    .filter((member) => member !== "");
  const keys = new Set(members.map((member) => member.slice(0, member.indexOf("="))));
  const isValid = members.every((member) => memberForm.test(member));
  if (members.length === 0 || members.length > maxMembers || keys.size < members.length || !isValid) return null;
  return members.join(",");
}
