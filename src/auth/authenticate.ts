import type { Failure } from "../kernel/failure.ts";
import { anonymous, type Principal } from "../kernel/principal.ts";
import { type Eventual, err, ok, type Result } from "../kernel/result.ts";
import { keyOf } from "./dpop/bound.ts";
import type { Clock } from "./ports.ts";
import { rejection, type TokenReason } from "./rejections.ts";
import { TokenCache } from "./token-cache.ts";
import type { VerifyToken } from "./verify.ts";

/** The part of `Headers` that is read. */
export interface HeaderSource {
  get(name: string): string | null;
}

/** What a client presents: header values as they came, null where there was none. */
export interface Credentials {
  /** The value of `Authorization`. */
  readonly authorization: string | null;
  /** The value of the header `apikey`, or of a socket's parameter of that name. */
  readonly apiKey: string | null;
}

export type TokenCheck = Result<Principal, TokenReason>;

export interface Authenticator {
  /** One token, through the cache. */
  token(token: string): Promise<TokenCheck>;
  /**
   * Who asks. Nothing presented is the anonymous principal; whatever is presented must hold, or the answer is a refusal,
   * never a lesser role. `Authorization` names the principal, and `apiKey` does where it is alone. A token that is bound
   * to a key does not pass for a bearer token (RFC 9449 section 7.2).
   */
  credentials(credentials: Credentials): Eventual<Principal, Failure>;
  /** The same from the cache alone; null where a signature has to be verified first. */
  cached(credentials: Credentials): Result<Principal, Failure> | null;
}

export function authenticator(verify: VerifyToken, clock: Clock): Authenticator {
  const cache = new TokenCache({ maxEntries: 10_000, maxCharacters: 8_000_000, ttlMs: 60_000 });

  const known = (token: string): Principal | null => cache.get(token, clock())?.principal ?? null;
  const check = async (token: string): Promise<TokenCheck> => {
    const principal = known(token);
    if (principal !== null) return ok(principal);
    const verified = await verify(token);
    if (!verified.ok) return verified;
    cache.set(token, verified.value, clock());
    return ok(verified.value.principal);
  };

  const cached = (credentials: Credentials): Result<Principal, Failure> | null => {
    const tokens = presentedTokens(credentials);
    if (!tokens.ok) return err(rejection(tokens.error));
    let first: Principal | null = null;
    for (const token of tokens.value) {
      const principal = known(token);
      if (principal === null) return null;
      if (keyOf(principal) !== null) return err(rejection("proof"));
      first ??= principal;
    }
    return ok(first ?? anonymous);
  };
  const verified = async (credentials: Credentials): Promise<Result<Principal, Failure>> => {
    const tokens = presentedTokens(credentials);
    if (!tokens.ok) return err(rejection(tokens.error));
    let first: Principal | null = null;
    for (const token of tokens.value) {
      const checked = await check(token);
      if (!checked.ok) return err(rejection(checked.error, { token }));
      if (keyOf(checked.value) !== null) return err(rejection("proof"));
      first ??= checked.value;
    }
    return ok(first ?? anonymous);
  };

  return {
    token: check,
    cached,
    credentials: (credentials) => cached(credentials) ?? verified(credentials),
  };
}

/** The distinct tokens, the principal's first. supabase-js sends its API key twice while nobody is signed in. */
function presentedTokens({ authorization, apiKey }: Credentials): Result<readonly string[], TokenReason> {
  if (authorization === null) return ok(apiKey === null ? [] : [apiKey]);
  const bearer = bearerToken(authorization);
  if (!bearer.ok) return bearer;
  return ok(apiKey === null || apiKey === bearer.value ? [bearer.value] : [bearer.value, apiKey]);
}

/**
 * RFC 6750 section 2.1; the scheme's name has no case (RFC 9110 section 11.1). What the token looks like is left to its
 * verification, so that a known one costs no second look.
 */
export function bearerToken(authorization: string): Result<string, TokenReason> {
  const space = authorization.indexOf(" ");
  const scheme = space === -1 ? authorization : authorization.slice(0, space);
  if (scheme !== "Bearer" && scheme.toLowerCase() !== "bearer") return err("scheme");
  const token = space === -1 ? "" : authorization.slice(space + 1).trim();
  return token === "" ? err("empty") : ok(token);
}
