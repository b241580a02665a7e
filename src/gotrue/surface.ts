import type { Context, Hono } from "hono";
import type { Auth } from "../auth/auth.ts";
import { bearerToken, type TokenCheck } from "../auth/authenticate.ts";
import type { CaptchaVerifier } from "../auth/captcha.ts";
import type { Client } from "../auth/context.ts";
import { boundToken, keyOf } from "../auth/dpop/bound.ts";
import { clientIdOf } from "../auth/oauth-server/client-session.ts";
import type { Provision } from "../auth/provision.ts";
import type { DataKeyAdmin } from "../encryption/admin.ts";
import type { Principal } from "../kernel/principal.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { provenKey } from "./dpop.ts";
import { type GoTrueError, noAuthorization, reasonError } from "./errors.ts";
import type { AuthLimits } from "./limits.ts";

export interface GoTrueOptions {
  /** Statements that run in the batch of a new user, after his row. */
  readonly provision?: Provision;
  /** The path that the surface is mounted at and does not see. Default: none. */
  readonly mountedAt?: string;
  /** Default: none is asked for. */
  readonly captcha?: CaptchaVerifier;
  /** Who counts requests. Default: nobody, and nothing is limited. */
  readonly limits?: AuthLimits;
  /** The keys of encrypted columns. Default: there are none. */
  readonly dataKeys?: DataKeyAdmin | null;
  /** Told of every unexpected error, with the id that the client got. Default: `console.error`. */
  readonly onFault?: (error: unknown, errorId: string) => void;
}

/** What an endpoint is made with. */
export interface Surface {
  readonly app: Hono;
  readonly auth: Auth;
  readonly options: GoTrueOptions;
}

export function clientOf(c: Context): Client {
  return { ip: c.req.header("cf-connecting-ip") ?? null, userAgent: c.req.header("user-agent") ?? null };
}

/**
 * The principal of an endpoint that needs a user's own token. Its session is checked with the data, by the operation. A
 * client of others that a user lets in may not do what the user does with his account: whatever does not say otherwise is
 * closed to it.
 */
export async function requirePrincipal(c: Context, auth: Auth): Promise<Result<Principal, GoTrueError>> {
  const principal = await requireToken(c, auth.verifyToken);
  if (!principal.ok || clientIdOf(principal.value) === null) return principal;
  return err(reasonError({ kind: "oauth", reason: "clientToken" }));
}

/** The same for clients that a user lets in, too. */
export async function requireToken(
  c: Context,
  verify: (token: string) => Promise<TokenCheck>,
): Promise<Result<Principal, GoTrueError>> {
  const header = c.req.header("authorization");
  const bound = boundToken(header ?? null);
  const bearer = header === undefined ? null : bound === null ? bearerToken(header) : ok(bound);
  if (bearer === null || !bearer.ok) return err(noAuthorization);
  const checked = await verify(bearer.value);
  if (!checked.ok) return err(reasonError({ kind: "badToken", token: checked.error }));
  // A bound token comes with a proof of its key, and only a bound one.
  const isProven = keyOf(checked.value) === (bound === null ? null : (provenKey(c) ?? ""));
  return isProven ? ok(checked.value) : err(reasonError({ kind: "badToken", token: "proof" }));
}
