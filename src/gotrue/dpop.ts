import type { Context, MiddlewareHandler } from "hono";
import type { Auth } from "../auth/auth.ts";
import { boundToken } from "../auth/dpop/bound.ts";
import { isJsonObject } from "../kernel/json.ts";
import { type GoTrueError, goTrueError, sendError } from "./errors.ts";

const keys = new WeakMap<Request, string>();

/** The thumbprint of the key that the request has proved, for a refresh; null for none. */
export function provenKey(c: Context): string | null {
  return keys.get(c.req.raw) ?? null;
}

/** The address that the client asked: the surface may be mounted under a path that it does not see. */
export function targetOf(c: Context, mountedAt: string): { readonly method: string; readonly url: string } {
  const url = new URL(c.req.url);
  url.pathname = `${mountedAt}${url.pathname}`;
  return { method: c.req.method, url: url.href };
}

const invalid: GoTrueError = {
  ...goTrueError(400, "invalid_dpop_proof", "The DPoP proof is invalid"),
  headers: { "www-authenticate": 'DPoP error="invalid_dpop_proof"' },
};

/**
 * RFC 9449 section 5: whatever grants a session to a request with a proof grants it bound to the proof's key. Requests
 * with a bound access token bring a proof of that too, which is verified with the token.
 */
export function bindGrants(auth: Auth, mountedAt: string): MiddlewareHandler {
  return async (c, next) => {
    const proof = c.req.header("dpop");
    if (proof === undefined) return next();
    const token = boundToken(c.req.header("authorization") ?? null);
    const proven = await auth.verifyProof(proof, { request: targetOf(c, mountedAt), token });
    if (!proven.ok) return sendError(c, token === null ? invalid : { ...invalid, status: 401 });
    keys.set(c.req.raw, proven.value);
    await next();
    const grant = await grantIn(c.res);
    if (grant === null) return;
    const accessToken = await auth.bindSession(String(grant.access_token), proven.value);
    if (accessToken === null) {
      c.res = sendError(c, invalid);
      return;
    }
    const body = JSON.stringify({ ...grant, access_token: accessToken, token_type: "DPoP" });
    const headers = new Headers(c.res.headers);
    headers.delete("content-length");
    c.res = new Response(body, { status: c.res.status, headers });
  };
}

/** The body of an answer that grants a session. */
async function grantIn(response: Response) {
  if (response.status !== 200 || !response.headers.get("content-type")?.startsWith("application/json")) return null;
  const body: unknown = await response.clone().json();
  return isJsonObject(body) && typeof body.access_token === "string" ? body : null;
}
