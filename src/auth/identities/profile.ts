import { type JWTPayload, jwtVerify } from "jose";
import { isJsonObject, type Json, type JsonObject } from "../../kernel/json.ts";
import { normaliseEmail } from "../credentials.ts";
import type { Endpoints } from "./discovery.ts";
import type { Provider } from "./options.ts";
import { ask, askJson, type Fetch, ProviderError } from "./remote.ts";

/** Who somebody is at a provider. */
export interface Profile {
  readonly provider: string;
  readonly providerId: string;
  readonly email: string | null;
  /** Whether the provider says that the address is his. */
  readonly emailVerified: boolean;
  /** As GoTrue shows it: `sub`, `name`, `avatar_url` and their like. */
  readonly data: JsonObject;
}

/** RFC 8725 section 3.1: what a client secret or no key at all could sign is not taken. */
const algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"];

/**
 * The claims of an ID token that holds: OpenID Connect Core 1.0 section 3.1.3.7. Null where it does not. The nonce is the
 * caller's to compare.
 */
export async function readIdToken(
  provider: Provider,
  { keys }: Endpoints,
  idToken: string,
): Promise<JWTPayload | null> {
  if (keys === null || idToken.length > 16_384) return null;
  try {
    const { clientId: audience, issuer } = provider;
    const expected = { issuer, audience, algorithms, requiredClaims: ["sub", "iat", "exp"], clockTolerance: 30 };
    const { payload } = await jwtVerify(idToken, keys, expected);
    const isForUs = payload.azp === undefined || payload.azp === audience;
    const isAlone = !Array.isArray(payload.aud) || payload.aud.length === 1 || payload.azp === audience;
    return isForUs && isAlone ? payload : null;
  } catch {
    return null;
  }
}

export function profileOfClaims(provider: string, claims: Readonly<Record<string, unknown>>): Profile {
  const providerId = claims.sub;
  if (typeof providerId !== "string" || providerId === "" || providerId.length > 255) {
    throw new ProviderError("no sub");
  }
  const email = typeof claims.email === "string" ? normaliseEmail(claims.email) : null;
  const emailVerified = claims.email_verified === true || claims.email_verified === "true";
  const address = email?.ok === true ? email.value : null;
  return {
    provider,
    providerId,
    email: address,
    emailVerified,
    data: present({
      iss: short(claims.iss),
      sub: providerId,
      provider_id: providerId,
      name: short(claims.name),
      full_name: short(claims.name),
      preferred_username: short(claims.preferred_username),
      user_name: short(claims.preferred_username),
      picture: short(claims.picture),
      avatar_url: short(claims.picture),
      email: address,
      email_verified: emailVerified,
      phone_verified: false,
    }),
  };
}

/** With what `userinfo` adds where the ID token tells no address (section 5.3.2: of the same `sub`, or not at all). */
export async function completed(
  fetch: Fetch,
  claims: JWTPayload,
  given: { readonly userInfo: string | null; readonly accessToken: string | null },
): Promise<Readonly<Record<string, unknown>>> {
  if (claims.email !== undefined || given.userInfo === null || given.accessToken === null) return claims;
  const more = await askJson(fetch, given.userInfo, { headers: { authorization: `Bearer ${given.accessToken}` } });
  if (more.sub !== claims.sub) throw new ProviderError("userinfo tells of somebody else");
  return { ...more, ...claims };
}

/** https://docs.github.com/en/rest/users: its addresses and which of them are verified are asked for apart. */
export async function githubProfile(fetch: Fetch, accessToken: string): Promise<Profile> {
  const headers = {
    authorization: `Bearer ${accessToken}`,
    accept: "application/vnd.github+json",
    "user-agent": "perigee",
  };
  const user = await askJson(fetch, "https://api.github.com/user", { headers });
  const emails = await ask(fetch, "https://api.github.com/user/emails", { headers });
  if (typeof user.id !== "number") throw new ProviderError("github tells no id");
  const primary = Array.isArray(emails)
    ? emails.filter(isJsonObject).find((entry) => entry.primary === true)
    : undefined;
  return profileOfClaims("github", {
    iss: "https://api.github.com",
    sub: String(user.id),
    name: user.name,
    preferred_username: user.login,
    picture: user.avatar_url,
    email: primary?.email,
    email_verified: primary?.verified,
  });
}

/** Profiles travel in tokens and pages: what is longer than a name or a picture's URL is left out. */
function short(given: unknown): string | null {
  return typeof given === "string" && given !== "" && given.length <= 500 ? given : null;
}

function present(members: Readonly<Record<string, Json>>): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(([, member]) => member !== null));
}
