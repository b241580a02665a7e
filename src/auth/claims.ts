import type { JsonObject } from "../kernel/json.ts";
import type { Principal } from "../kernel/principal.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import type { TokenReason } from "./rejections.ts";

/** What a kind of token has to claim. Every kind is checked by the same code: RFC 8725 sections 3.8, 3.9 and 3.12. */
export interface ClaimRules {
  /** The only `iss` that is taken; null for any. */
  readonly issuer: string | null;
  /** The `aud` that it must be meant for. `ifPresent` lets tokens without `aud` through. */
  readonly audience: { readonly name: string; readonly ifPresent: boolean } | null;
  readonly mustExpire: boolean;
  /** Whether it belongs to a user, and to a session of his. */
  readonly subject: "required" | "optional" | "none";
  readonly roles: ReadonlySet<string>;
  readonly leewaySeconds: number;
}

export interface VerifiedToken {
  readonly principal: Principal;
  /** Milliseconds since 1970; infinite for a legacy token without `exp`. */
  readonly expiresAtMs: number;
}

/** Checks the claims of a token whose signature holds. `exp` has no leeway (RFC 7519 section 4.1.4). */
export function checkClaims(claims: JsonObject, rules: ClaimRules, nowMs: number): Result<VerifiedToken, TokenReason> {
  const { exp, nbf, iat, iss } = claims;
  if (!isNumericDate(exp)) return err("expiry");
  if (!isNumericDate(nbf)) return err("beginning");
  if (!isNumericDate(iat)) return err("issue");
  if (rules.mustExpire && exp === undefined) return err("claims");
  const expiresAtMs = typeof exp === "number" ? exp * 1000 : Number.POSITIVE_INFINITY;
  const latestMs = nowMs + rules.leewaySeconds * 1000;
  if (nowMs >= expiresAtMs) return err("expired");
  if (typeof nbf === "number" && nbf * 1000 > latestMs) return err("notYetValid");
  if (typeof iat === "number" && iat * 1000 > latestMs) return err("issuedInFuture");
  if (rules.issuer !== null && iss !== rules.issuer) return err("issuer");
  const audience = checkAudience(claims, rules);
  if (!audience.ok) return audience;
  const principal = readPrincipal(claims, rules);
  return principal.ok ? ok({ principal: principal.value, expiresAtMs }) : principal;
}

function isNumericDate(claim: unknown): boolean {
  return claim === undefined || (typeof claim === "number" && Number.isFinite(claim));
}

/** RFC 7519 section 4.1.3: a text, or a list of texts of which one must fit. */
function checkAudience({ aud }: JsonObject, { audience }: ClaimRules): Result<null, TokenReason> {
  if (audience === null) return ok(null);
  if (aud === undefined || aud === null) return audience.ifPresent ? ok(null) : err("audience");
  const named = typeof aud === "string" ? [aud] : aud;
  if (!Array.isArray(named) || !named.every((name) => typeof name === "string")) return err("audiences");
  return named.includes(audience.name) ? ok(null) : err("audience");
}

function readPrincipal(claims: JsonObject, rules: ClaimRules): Result<Principal, TokenReason> {
  const { role, sub, session_id: sessionId } = claims;
  if (typeof role !== "string" || !rules.roles.has(role)) return err("role");
  if (rules.subject === "none") return ok({ id: null, role, sessionId: null, claims });
  if (!isOptionalText(sub) || !isOptionalText(sessionId)) return err("claims");
  if (rules.subject === "required" && (sub === undefined || sessionId === undefined)) return err("claims");
  return ok({ id: sub ?? null, role, sessionId: sessionId ?? null, claims });
}

function isOptionalText(claim: unknown): claim is string | undefined {
  return claim === undefined || (typeof claim === "string" && claim !== "");
}
