import { err, ok, type Result } from "../kernel/result.ts";
import { type Statement, statement } from "../sql/compile.ts";
import { type Sql, sql, value } from "../sql/fragment.ts";
import type { Grant } from "./access-token.ts";
import { type Address, type GivenAddress, hasAddress, isConfirmed, readAddress } from "./address.ts";
import { audit } from "./audit/record.ts";
import { beginSession } from "./begin.ts";
import type { AuthContext, Client } from "./context.ts";
import { maxPasswordLength } from "./credentials.ts";
import { beginAttempt } from "./guard.ts";
import { instant } from "./instants.ts";
import { decoyHash, hashPassword, needsRehash, verifyPassword } from "./passwords.ts";
import type { AuthReason } from "./reasons.ts";
import { isBanned, readUser, type User } from "./user.ts";

export type PasswordSignIn = GivenAddress & {
  readonly password: string;
  readonly client: Client;
};

/**
 * The password grant. An unknown address, a wrong password and a user without a password take equally long and give the
 * same reason; that a user is banned or unconfirmed is told only to who knows the password.
 */
export async function signIn(context: AuthContext, input: PasswordSignIn): Promise<Result<Grant, AuthReason>> {
  const address = readAddress(input);
  if (!address.ok || input.password.length > maxPasswordLength) return err({ kind: "invalidCredentials" });
  const attempt = await beginAttempt(context, address.value.value, input.client);
  if (!attempt.ok) return attempt;
  const select = sql`select * from "auth_users" where ${hasAddress(address.value)}`;
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
  if (!isConfirmed(user, address.value)) return err(unconfirmed(address.value));
  const { newHash } = checked.value;
  // Not where the password was changed since it was read.
  const condition = sql`"encrypted_password" = ${value(user.encryptedPassword)}`;
  const rehashed = (begun: Sql): readonly Statement[] =>
    newHash === null
      ? []
      : [
          statement(sql`update "auth_users" set "encrypted_password" = ${value(newHash)}
            where "id" = ${value(user.id)} and ${begun}`),
        ];
  const { client } = input;
  const begun = await beginSession(context, { user, method: "password", client, condition, effects: rehashed });
  return begun === null ? err({ kind: "invalidCredentials" }) : ok(begun);
}

function unconfirmed({ channel }: Address): AuthReason {
  return channel === "email" ? { kind: "emailNotConfirmed" } : { kind: "flow", reason: "phoneNotConfirmed" };
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
