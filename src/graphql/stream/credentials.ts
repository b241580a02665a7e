import type { Json, JsonObject } from "../../kernel/json.ts";

/** What a client presents: as `auth` takes it. */
export interface Presented {
  readonly authorization: string | null;
  readonly apiKey: string | null;
}

/** Of the request for a socket: browsers can set no header there, only the address. */
export function handshakeCredentials({ headers, url }: Request): Presented {
  return {
    authorization: headers.get("authorization"),
    apiKey: headers.get("apikey") ?? (new URL(url).searchParams.get("apikey") || null),
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
  if (![authorization, token, apiKey].every((value) => value === null || typeof value === "string")) return null;
  const bearer = typeof token === "string" && token !== "" ? `Bearer ${token}` : null;
  return {
    authorization: text(authorization) ?? bearer ?? handshake.authorization,
    apiKey: text(apiKey) ?? handshake.apiKey,
  };
}

function text(value: Json): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
