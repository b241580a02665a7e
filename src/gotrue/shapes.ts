import type { Grant } from "../auth/access-token.ts";
import type { Auth } from "../auth/auth.ts";
import type { Factor } from "../auth/factors/factor.ts";
import { takesPhones } from "../auth/flows/channel.ts";
import { type Identity, ownIdentityId } from "../auth/identities/identity.ts";
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
    phone: user.phone ?? "",
    phone_confirmed_at: time(user.phoneConfirmedAt),
    confirmed_at: time(user.emailConfirmedAt ?? user.phoneConfirmedAt),
    invited_at: time(user.pending.invitedAt),
    confirmation_sent_at: time(user.pending.confirmationSentAt),
    recovery_sent_at: time(user.pending.recoverySentAt),
    new_email: user.pending.email,
    new_phone: user.pending.phone,
    email_change_sent_at: time(user.pending.emailChangeSentAt),
    last_sign_in_at: time(user.lastSignInAt),
    app_metadata: user.appMetadata,
    user_metadata: user.userMetadata,
    identities: identitiesJson(user),
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

/** The user's own address and phone, where he signs in with them, and who he is at providers. */
export function identitiesJson(user: User): JsonObject[] {
  const { providers } = user.appMetadata;
  const has = (provider: string): boolean => !Array.isArray(providers) || providers.includes(provider);
  return [
    ...(user.email !== null && has("email") ? [ownIdentity(user, { email: user.email })] : []),
    ...(user.phone !== null && has("phone") ? [ownIdentity(user, { phone: user.phone })] : []),
    ...user.identities.map(identityJson),
  ];
}

function ownIdentity(user: User, address: { readonly email: string } | { readonly phone: string }): JsonObject {
  return present({
    identity_id: ownIdentityId(user.id, "email" in address ? "email" : "phone"),
    id: user.id,
    user_id: user.id,
    identity_data: {
      ...address,
      email_verified: user.emailConfirmedAt !== null,
      phone_verified: user.phoneConfirmedAt !== null,
      sub: user.id,
    },
    provider: "email" in address ? "email" : "phone",
    last_sign_in_at: time(user.lastSignInAt),
    created_at: time(user.createdAt),
    updated_at: time(user.updatedAt),
    ...address,
  });
}

function identityJson(identity: Identity): JsonObject {
  return present({
    identity_id: identity.id,
    id: identity.providerId,
    user_id: identity.userId,
    identity_data: identity.data,
    provider: identity.provider,
    last_sign_in_at: time(identity.lastSignInAt),
    created_at: time(identity.createdAt),
    updated_at: time(identity.updatedAt),
    email: identity.email,
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

/** What GoTrue knows by name: clients read of each whether it is on. Source: supabase/auth, internal/api/settings.go. */
const knownProviders: readonly string[] = [
  ...["apple", "azure", "bitbucket", "discord", "facebook", "figma", "fly", "github", "gitlab", "google", "kakao"],
  ...["keycloak", "linkedin", "linkedin_oidc", "notion", "slack", "slack_oidc", "spotify", "twitch", "twitter"],
  ...["workos", "zoom"],
];

export function settingsJson({ settings, channels }: Pick<Auth, "settings" | "channels">): JsonObject {
  return {
    external: {
      ...Object.fromEntries(knownProviders.map((name) => [name, false])),
      anonymous_users: settings.anonymousUsers,
      email: true,
      phone: takesPhones(settings, channels),
      ...Object.fromEntries([...settings.providers.keys()].map((name) => [name, true])),
    },
    disable_signup: !settings.allowSignup,
    mailer_autoconfirm: settings.autoConfirm,
    phone_autoconfirm: settings.autoConfirmPhone,
    sms_provider: settings.sms?.provider ?? "",
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
