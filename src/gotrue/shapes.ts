import type { Grant } from "../auth/access-token.ts";
import type { Factor } from "../auth/factors/factor.ts";
import type { AuthSettings } from "../auth/settings.ts";
import type { User } from "../auth/user.ts";
import type { Json, JsonObject } from "../kernel/json.ts";

// The JSON that auth-js expects. Source: @supabase/auth-js, src/lib/types.ts (User, Session, UserIdentity).

/** Members that have no value are left out, as GoTrue does; only `phone` is an empty text. */
export function userJson(user: User, audience: string): JsonObject {
  return present({
    id: user.id,
    aud: audience,
    role: user.role,
    email: user.email ?? "",
    email_confirmed_at: time(user.emailConfirmedAt),
    phone: "",
    confirmed_at: time(user.emailConfirmedAt),
    last_sign_in_at: time(user.lastSignInAt),
    app_metadata: user.appMetadata,
    user_metadata: user.userMetadata,
    identities: user.email === null ? [] : [emailIdentity(user, user.email)],
    factors: user.factors.length === 0 ? null : user.factors.map(factorJson),
    created_at: time(user.createdAt),
    updated_at: time(user.updatedAt),
    banned_until: time(user.bannedUntil),
    deleted_at: time(user.deletedAt),
    is_anonymous: user.isAnonymous,
  });
}

export function factorJson(factor: Factor): JsonObject {
  return present({
    id: factor.id,
    friendly_name: factor.friendlyName,
    factor_type: factor.type,
    status: factor.isVerified ? "verified" : "unverified",
    phone: factor.phone,
    created_at: time(factor.createdAt),
    updated_at: time(factor.updatedAt),
    last_challenged_at: time(factor.lastChallengedAt),
  });
}

/** The identity that every user with an e-mail address has. */
function emailIdentity(user: User, email: string): JsonObject {
  return present({
    identity_id: user.id,
    id: user.id,
    user_id: user.id,
    identity_data: { email, email_verified: user.emailConfirmedAt !== null, phone_verified: false, sub: user.id },
    provider: "email",
    last_sign_in_at: time(user.lastSignInAt),
    created_at: time(user.createdAt),
    updated_at: time(user.updatedAt),
    email,
  });
}

/** A successful token answer: RFC 6749 section 5.1, with GoTrue's `expires_at` and `user`. */
export function sessionJson(grant: Grant, audience: string): JsonObject {
  return {
    access_token: grant.accessToken,
    token_type: "bearer",
    expires_in: grant.expiresInSeconds,
    expires_at: grant.expiresAtSeconds,
    refresh_token: grant.refreshToken,
    user: userJson(grant.user, audience),
  };
}

export function settingsJson(settings: AuthSettings): JsonObject {
  return {
    external: { anonymous_users: false, email: true, phone: false },
    disable_signup: !settings.allowSignup,
    mailer_autoconfirm: settings.autoConfirm,
    phone_autoconfirm: false,
    sms_provider: "",
    saml_enabled: false,
  };
}

/** RFC 3339 in GoTrue's spelling of UTC. */
export function time(stored: string | null): string | null {
  return stored === null ? null : stored.replace("+00:00", "Z");
}

function present(members: Readonly<Record<string, Json>>): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(([, member]) => member !== null));
}
