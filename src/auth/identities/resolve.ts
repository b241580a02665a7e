import { DatabaseError } from "../../kernel/database-error.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { type Statement, statement } from "../../sql/compile.ts";
import { type Sql, sql, value } from "../../sql/fragment.ts";
import { audit } from "../audit/record.ts";
import type { AuthContext, Client } from "../context.ts";
import { providersOf, withProvider } from "../flows/effects.ts";
import { instant } from "../instants.ts";
import { alive } from "../liveness.ts";
import { conflict, type Provision } from "../provision.ts";
import type { AuthReason } from "../reasons.ts";
import { insertUser, isBanned, newUser, readUser, type User } from "../user.ts";
import type { Profile } from "./profile.ts";

/** Who links an identity to himself, and the session that he asked in. */
export interface Linking {
  readonly userId: string;
  readonly sessionId: string | null;
}

export interface Resolution {
  readonly profile: Profile;
  /** Null for a sign-in. */
  readonly linking: Linking | null;
  readonly client: Client;
  readonly provision: Provision | undefined;
}

/**
 * The user behind a profile: whose identity it is; else whose address the provider has verified; else a new one. An
 * address that the provider does not vouch for finds nobody and is nobody's.
 */
export async function resolveUser(context: AuthContext, resolution: Resolution): Promise<Result<User, AuthReason>> {
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      const user = await attemptResolve(context, resolution);
      if (user !== null) return user;
    } catch (error) {
      // Another request has made the same identity or user meanwhile: look again.
      if (!(error instanceof DatabaseError) || error.kind !== "constraint") throw error;
      if (attempt === 2) return err(conflict(error) ?? { kind: "conflict" });
    }
  }
  return err({ kind: "conflict" });
}

/** Whether an identity could be linked now: for the page that asked to be told before anything is done. */
export async function checkLink(
  context: AuthContext,
  profile: Profile,
  linking: Linking,
): Promise<Result<User, AuthReason>> {
  return readLink(await lookFor(context, profile, linking));
}

interface Found {
  readonly owner: User | null;
  readonly neighbour: User | null;
  readonly asker: User | null;
}

/** Whose the identity is, whose its address, and who wants to link it. */
async function lookFor(context: AuthContext, profile: Profile, linking: Linking | null): Promise<Found> {
  const verified = profile.emailVerified ? profile.email : null;
  const isIdentity = sql`"provider" = ${value(profile.provider)} and "provider_id" = ${value(profile.providerId)}`;
  const results = await context.store.batch(
    [
      statement(
        sql`select * from "auth_users" where "id" = (select "user_id" from "auth_identities" where ${isIdentity})`,
      ),
      statement(sql`select * from "auth_users" where "email" = ${value(verified)}`),
      statement(sql`select * from "auth_users" where "id" = ${value(linking?.userId ?? null)}
        and ${held(linking)}`),
    ],
    { retry: true },
  );
  const [owner = null, neighbour = null, asker = null] = results.map(({ rows: [row] }) =>
    row === undefined ? null : readUser(row),
  );
  return { owner, neighbour, asker };
}

function readLink({ owner, asker }: Found): Result<User, AuthReason> {
  if (asker === null) return err({ kind: "sessionNotFound" });
  return owner === null ? ok(asker) : err({ kind: "flow", reason: "identityExists" });
}

async function attemptResolve(context: AuthContext, resolution: Resolution): Promise<Result<User, AuthReason> | null> {
  const { profile, linking } = resolution;
  const found = await lookFor(context, profile, linking);
  if (linking !== null) {
    const asker = readLink(found);
    return asker.ok ? attach(context, resolution, asker.value) : asker;
  }
  const { owner, neighbour } = found;
  const now = instant(context.clock());
  const user = owner ?? neighbour;
  if (user !== null && isBanned(user, now)) return err({ kind: "userBanned" });
  if (owner !== null) return refreshed(context, resolution, owner);
  if (neighbour !== null) return attach(context, resolution, neighbour);
  if (!context.settings.allowSignup) return err({ kind: "signupDisabled" });
  return create(context, resolution, now);
}

async function refreshed(context: AuthContext, { profile }: Resolution, user: User): Promise<Result<User, AuthReason>> {
  const now = value(instant(context.clock()));
  const update = sql`update "auth_identities" set "identity_data" = ${value(JSON.stringify(profile.data))},
      "email" = ${value(profile.email)}, "last_sign_in_at" = ${now}, "updated_at" = ${now}
    where "provider" = ${value(profile.provider)} and "provider_id" = ${value(profile.providerId)}`;
  await context.store.batch([statement(update)], { retry: true });
  return ok(user);
}

function insertIdentity(context: AuthContext, { profile, linking }: Resolution, userId: string): Statement {
  const now = value(instant(context.clock()));
  return statement(sql`insert into "auth_identities" ("id", "user_id", "provider", "provider_id", "identity_data", "email",
      "last_sign_in_at", "created_at", "updated_at")
    select ${value(crypto.randomUUID())}, ${value(userId)}, ${value(profile.provider)}, ${value(profile.providerId)},
      ${value(JSON.stringify(profile.data))}, ${value(profile.email)}, ${now}, ${now}, ${now}
    where ${held(linking)}`);
}

/** Who links does it in a session that is still active. */
function held(linking: Linking | null): Sql {
  return linking === null || linking.sessionId === null ? sql`1` : alive(value(linking.sessionId));
}

/**
 * One more identity of a user. Where the address had never been confirmed, the provider has confirmed it now, and a
 * password that somebody else may have set goes; an anonymous user who links is one no longer.
 */
async function attach(
  context: AuthContext,
  resolution: Resolution,
  user: User,
): Promise<Result<User, AuthReason> | null> {
  const { profile, linking, client } = resolution;
  const now = value(instant(context.clock()));
  const proven = profile.emailVerified && profile.email !== null && profile.email === user.email;
  const confirmed: Sql = proven
    ? sql`"encrypted_password" = iif("email_confirmed_at" is null, null, "encrypted_password"),
        "email_confirmed_at" = coalesce("email_confirmed_at", ${now}),`
    : sql``;
  const actor = { id: user.id, role: user.role };
  const traits = { provider: profile.provider };
  const results = await context.store.batch(
    [
      insertIdentity(context, resolution, user.id),
      await audit(context, { action: "identity_linked", outcome: "success", actor, client, traits }),
      statement(sql`update "auth_users" set ${confirmed} "is_anonymous" = 0,
          "raw_app_meta_data" = ${withProvider(user, profile.provider)}, "updated_at" = ${now}
        where "id" = ${value(user.id)} and ${held(linking)}`),
      statement(sql`select * from "auth_users" where "id" = ${value(user.id)}`),
    ],
    { retry: false },
  );
  const row = results.at(-1)?.rows[0];
  return row === undefined ? null : ok(readUser(row));
}

async function create(
  context: AuthContext,
  resolution: Resolution,
  now: string,
): Promise<Result<User, AuthReason> | null> {
  const { profile, client, provision } = resolution;
  const email = profile.emailVerified ? profile.email : null;
  const made = newUser({
    email,
    emailConfirmedAt: email === null ? null : now,
    userMetadata: profile.data,
    createdAt: now,
  });
  const user = { ...made, appMetadata: { ...providersOf(made, profile.provider) } };
  const actor = { id: user.id, role: user.role };
  const traits = { provider: profile.provider };
  const results = await context.store.batch(
    [
      insertUser(user),
      await audit(context, { action: "user_signedup", outcome: "success", actor, client, traits }),
      ...((await provision?.(user)) ?? []),
      insertIdentity(context, resolution, user.id),
      statement(sql`select * from "auth_users" where "id" = ${value(user.id)}`),
    ],
    { retry: false },
  );
  const row = results.at(-1)?.rows[0];
  return row === undefined ? null : ok(readUser(row));
}
