import { err, ok, type Result } from "../kernel/result.ts";
import { type Statement, statement } from "../sql/compile.ts";
import { sql, value } from "../sql/fragment.ts";
import { type Grant, grant } from "./access-token.ts";
import { audit } from "./audit/record.ts";
import { signedIn } from "./audit/signed-in.ts";
import type { AuthContext, Client } from "./context.ts";
import { maxPasswordLength, normaliseEmail } from "./credentials.ts";
import { beginAttempt } from "./guard.ts";
import { instant } from "./instants.ts";
import { decoyHash, hashPassword, needsRehash, verifyPassword } from "./passwords.ts";
import type { AuthReason } from "./reasons.ts";
import { insertFirstToken, newRefreshToken } from "./refresh-tokens.ts";
import { insertSession, startSession } from "./session.ts";
import { isBanned, readUser, type User } from "./user.ts";

export interface PasswordSignIn {
  readonly email: string;
  readonly password: string;
  readonly client: Client;
}

/**
 * The password grant. An unknown address, a wrong password and a user without a password take equally long and give the
 * same reason; that a user is banned or unconfirmed is told only to who knows the password.
 */
export async function signIn(context: AuthContext, input: PasswordSignIn): Promise<Result<Grant, AuthReason>> {
  const email = normaliseEmail(input.email);
  if (!email.ok || input.password.length > maxPasswordLength) return err({ kind: "invalidCredentials" });
  const attempt = await beginAttempt(context, email.value, input.client);
  if (!attempt.ok) return attempt;
  const select = sql`select * from "auth_users" where "email" = ${value(email.value)}`;
  const [found] = await context.store.batch([statement(select)], { retry: true });
  const row = found?.rows[0];
  const user = row === undefined ? null : readUser(row);
  const checked = await context.hash(() => checkHash(input.password, user?.encryptedPassword ?? null));
  if (!checked.ok) return err({ kind: "busy" });
  if (user === null || !checked.value.matches) {
    // For an unknown address too, so that both take as long.
    const entry = await refused(context, user, input.client);
    await Promise.all([context.store.batch([entry], { retry: true }), attempt.value.note(false)]);
    return err({ kind: "invalidCredentials" });
  }
  await attempt.value.note(true);
  if (isBanned(user, instant(context.clock()))) return err({ kind: "userBanned" });
  if (user.emailConfirmedAt === null) return err({ kind: "emailNotConfirmed" });
  return beginSession(context, { user, client: input.client, newHash: checked.value.newHash });
}

function refused(context: AuthContext, user: User | null, client: Client): Promise<Statement> {
  const actor = { id: user?.id ?? null, role: user?.role ?? "anon" };
  const traits = { method: "password" };
  return audit(context, { action: "login", outcome: "failure", actor, client, traits }, "always");
}

interface CheckedHash {
  readonly matches: boolean;
  /** The password at today's cost, where the stored hash has another. */
  readonly newHash: string | null;
}

function checkHash(password: string, hash: string | null): CheckedHash {
  const matches = verifyPassword(password, hash ?? decoyHash) && hash !== null;
  return { matches, newHash: matches && needsRehash(hash) ? hashPassword(password) : null };
}

interface Beginning {
  readonly user: User;
  readonly client: Client;
  readonly newHash: string | null;
}

/** Writes the session, unless the password was changed or the user banned since it was read. */
async function beginSession(context: AuthContext, beginning: Beginning): Promise<Result<Grant, AuthReason>> {
  const { user, client, newHash } = beginning;
  const nowMs = context.clock();
  const now = instant(nowMs);
  const session = startSession({ userId: user.id, method: "password", client, nowMs }, context.settings);
  const first = await newRefreshToken();
  const unchanged = sql`"encrypted_password" = ${value(user.encryptedPassword)}
    and ("banned_until" is null or "banned_until" <= ${value(now)})`;
  const begun = sql`"id" = ${value(user.id)} and exists (select 1 from "auth_sessions" where "id" = ${value(session.id)})`;
  const results = await context.store.batch(
    [
      insertSession(session, unchanged),
      await audit(context, signedIn(user, session)),
      insertFirstToken(first.hash, session.id),
      statement(sql`update "auth_users" set "last_sign_in_at" = ${value(now)}, "updated_at" = ${value(now)},
        "encrypted_password" = coalesce(${value(newHash)}, "encrypted_password") where ${begun}`),
      statement(sql`select * from "auth_users" where ${begun}`),
    ],
    { retry: true },
  );
  const row = results[4]?.rows[0];
  if (row === undefined) return err({ kind: "invalidCredentials" });
  return ok(await grant(context, { user: readUser(row), session, refreshToken: first.token }));
}
