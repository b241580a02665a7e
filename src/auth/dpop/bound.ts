import { isJsonObject } from "../../kernel/json.ts";
import type { Principal } from "../../kernel/principal.ts";

/** The thumbprint of the key that a principal's token is bound to (RFC 9449 section 6.1); null for a bearer token. */
export function keyOf({ claims }: Principal): string | null {
  const { cnf } = claims;
  return isJsonObject(cnf) && typeof cnf.jkt === "string" ? cnf.jkt : null;
}

const scheme = /^dpop +/i;

/** The token of `Authorization: DPoP …` (section 7.1); null for every other scheme. */
export function boundToken(authorization: string | null): string | null {
  if (authorization === null || !scheme.test(authorization)) return null;
  return authorization.replace(scheme, "").trim();
}
