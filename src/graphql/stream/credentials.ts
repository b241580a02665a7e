import type { Json, JsonObject } from "../../kernel/json.ts";

/** What a client presents: as `auth` takes it. */
export interface Presented {
  readonly authorization: string | null;
  readonly apiKey: string | null;
  /** A proof of the key that the token is bound to (RFC 9449). */
  readonly dpop: string | null;
  /** The address that was asked, which a proof is for. */
  readonly target: string;
}

/** Of the request for a socket: browsers can set no header there, only the address. */
export function handshakeCredentials({ headers, url }: Request): Presented {
  return {
    authorization: headers.get("authorization"),
    apiKey: headers.get("apikey") ?? (new URL(url).searchParams.get("apikey") || null),
    // That of a socket comes with `connection_init`.
    dpop: null,
    target: url,
  };
}

/** Of `connection_init`; what it leaves out is taken from the handshake. Null for what is no text. */
export function initCredentials(payload: JsonObject | null, handshake: Presented): Presented | null {
  const members = new Map<string, Json>();
  for (const source of [payload?.headers, payload]) {
    if (typeof source !== "object" || source === null || Array.isArray(source)) continue;
    for (const [name, value] of Object.entries(source)) members.set(name.toLowerCase(), value);
  }
  const authorization = members.get("authorization") ?? null;
  const token = members.get("token") ?? null;
  const apiKey = members.get("apikey") ?? null;
  const dpop = members.get("dpop") ?? null;
  if (![authorization, token, apiKey, dpop].every((value) => value === null || typeof value === "string")) return null;
  const bearer = typeof token === "string" && token !== "" ? `Bearer ${token}` : null;
  return {
    authorization: text(authorization) ?? bearer ?? handshake.authorization,
    apiKey: text(apiKey) ?? handshake.apiKey,
    dpop: text(dpop),
    target: handshake.target,
  };
}

function text(value: Json): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
