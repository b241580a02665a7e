import type { JsonObject } from "../kernel/json.ts";
import type { AuthContext } from "./context.ts";
import { type ClientSession, clientClaims } from "./oauth-server/client-session.ts";
import type { AuthSettings } from "./settings.ts";
import { signToken } from "./sign-token.ts";
import type { User } from "./user.ts";

/** What a client gets at the end of a sign-in or a refresh. */
export interface Grant {
  readonly accessToken: string;
  readonly expiresInSeconds: number;
  readonly expiresAtSeconds: number;
  readonly refreshToken: string;
  readonly user: User;
}

/** The part of a session that its tokens tell. */
export interface TokenSession {
  readonly id: string;
  readonly aal: string;
  /** JSON text. */
  readonly amr: string;
  /** The thumbprint of the key that its tokens are bound to. */
  readonly dpopJkt?: string | null;
  /** Of a session that a client of others has. */
  readonly oauth?: ClientSession | null;
}

export interface GrantInput {
  readonly user: User;
  readonly session: TokenSession;
  readonly refreshToken: string;
}

/** Signs an access token for the session and packs the grant. */
export async function grant(context: AuthContext, { user, session, refreshToken }: GrantInput): Promise<Grant> {
  const issuedAtSeconds = Math.floor(context.clock() / 1000);
  const signer = await context.keyring.signer();
  const claims = accessTokenClaims({ user, session, issuedAtSeconds }, context.settings);
  const expiresInSeconds = context.settings.accessTokenTtlSeconds;
  return {
    accessToken: await signToken(claims, signer),
    expiresInSeconds,
    expiresAtSeconds: issuedAtSeconds + expiresInSeconds,
    refreshToken,
    user,
  };
}

export interface ClaimsInput {
  readonly user: User;
  readonly session: TokenSession;
  readonly issuedAtSeconds: number;
}

/** The claims of an access token, the same as Supabase's: https://supabase.com/docs/guides/auth/jwt-fields */
export function accessTokenClaims(input: ClaimsInput, settings: AuthSettings): JsonObject {
  const { user, session, issuedAtSeconds } = input;
  return {
    iss: settings.issuer,
    sub: user.id,
    aud: settings.audience,
    exp: issuedAtSeconds + settings.accessTokenTtlSeconds,
    iat: issuedAtSeconds,
    email: user.email ?? "",
    phone: user.phone ?? "",
    app_metadata: user.appMetadata,
    user_metadata: user.userMetadata,
    role: user.role,
    aal: session.aal,
    amr: JSON.parse(session.amr),
    session_id: session.id,
    is_anonymous: user.isAnonymous,
    ...(session.oauth ? clientClaims(user, session.oauth, settings) : {}),
    ...(session.dpopJkt ? { cnf: { jkt: session.dpopJkt } } : {}),
  };
}
