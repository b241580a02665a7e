import type { Context } from "hono";
import type { ClientCredentials } from "../../auth/oauth-server/authenticate-client.ts";
import { type OAuthError, refuse } from "../../auth/oauth-server/protocol-error.ts";
import { isJsonObject, readJson } from "../../kernel/json.ts";
import { ok, type Result } from "../../kernel/result.ts";
import { readText } from "../bodies.ts";

/**
 * The parameters of a POST: a form (RFC 6749 section 3.2), or as in GoTrue a JSON object of texts. `resource` alone may
 * stand twice (RFC 8707 section 2).
 */
export async function readParameters(c: Context): Promise<Result<URLSearchParams, OAuthError>> {
  const text = await readText(c.req.raw);
  if (text === null) return refuse("invalid_request", "The body is too large");
  const type = (c.req.header("content-type") ?? "").split(";", 1)[0]?.trim().toLowerCase();
  const read = type === "application/json" ? fromJson(text) : new URLSearchParams(text);
  if (read === null) return refuse("invalid_request", "The body is no JSON object of texts");
  const names = [...read.keys()].filter((name) => name !== "resource");
  return new Set(names).size === names.length ? ok(read) : refuse("invalid_request", "A parameter stands twice");
}

function fromJson(text: string): URLSearchParams | null {
  const parsed = readJson(text);
  if (!isJsonObject(parsed)) return null;
  const entries = Object.entries(parsed).filter(([, member]) => member !== null);
  return entries.every((entry): entry is [string, string] => typeof entry[1] === "string")
    ? new URLSearchParams(entries)
    : null;
}

/** Who the client says it is: in `Authorization: Basic` (section 2.3.1) or in the body, and not in both. */
export function credentialsOf(c: Context, parameters: URLSearchParams): Result<ClientCredentials, OAuthError> {
  const header = /^basic +(.*)$/i.exec(c.req.header("authorization") ?? "")?.[1];
  const id = parameters.get("client_id");
  const secret = parameters.get("client_secret");
  if (header === undefined) {
    return id === null || id === "" ? refuse("invalid_client", "client_id is missing") : ok({ id, secret });
  }
  const basic = readBasic(header.trim());
  if (basic === null) return refuse("invalid_client", "Authorization is not written as RFC 6749 section 2.3.1 has it");
  if (secret !== null) return refuse("invalid_request", "The client proves itself in two ways");
  return id === null || id === basic.id ? ok(basic) : refuse("invalid_request", "client_id is two clients");
}

function readBasic(encoded: string): ClientCredentials | null {
  try {
    const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    const colon = text.indexOf(":");
    if (colon === -1) return null;
    const [id, secret] = [text.slice(0, colon), text.slice(colon + 1)].map(decode);
    return { id: id ?? "", secret: secret ?? "" };
  } catch {
    return null;
  }
}

function decode(text: string): string {
  return decodeURIComponent(text.replaceAll("+", " "));
}
