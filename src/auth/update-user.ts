import type { JsonObject } from "../kernel/json.ts";
import type { Principal } from "../kernel/principal.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { statement } from "../sql/compile.ts";
import { type Sql, sql, value } from "../sql/fragment.ts";
import { judgeOwner, type Owner, ownerAlive, ownerOf, selectOwner } from "./account.ts";
import { audit } from "./audit/record.ts";
import type { AuthContext, Client } from "./context.ts";
import { checkMetadata, checkPassword } from "./credentials.ts";
import { hasProven } from "./factors/factor.ts";
import { instant } from "./instants.ts";
import { merged } from "./merge.ts";
import { hashPassword, verifyPassword } from "./passwords.ts";
import type { Row } from "./ports.ts";
import type { AuthReason } from "./reasons.ts";
import { readText } from "./rows.ts";
import { readUser, type User } from "./user.ts";

export interface UserChanges {
  readonly password: string | null;
  /** Merged into the metadata member by member; a member that is null is removed. */
  readonly data: JsonObject | null;
}

export interface UserUpdate {
  readonly changes: UserChanges;
  readonly client: Client;
}

const maxAttempts = 10;

/**
 * Changes the user behind a token. A new password ends the user's other sessions in the same batch. Metadata is read,
 * merged and written where it is still what was read; changes at the same time are tried again, none is lost.
 */
export async function updateUser(
  context: AuthContext,
  principal: Principal,
  { changes, client }: UserUpdate,
): Promise<Result<User, AuthReason>> {
  const owner = ownerOf(principal);
  if (!owner.ok) return owner;
  const strong = changes.password === null ? ok(null) : checkPassword(changes.password, context.settings);
  if (!strong.ok) return strong;
  let newHash: string | null = null;
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const [found] = await context.store.batch([selectOwner(owner.value)], { retry: true });
    const row = found?.rows[0];
    const user = judgeOwner(row, context.clock());
    if (!user.ok || row === undefined) return user;
    if (changes.password !== null && !hasProven(user.value, row)) {
      return err({ kind: "factor", reason: { kind: "insufficientAssurance", to: "changeCredentials" } });
    }
    if (changes.password !== null && newHash === null) {
      const hash = await rehash(context, user.value, changes.password);
      if (!hash.ok) return hash;
      newHash = hash.value;
    }
    const metadata = changes.data === null ? null : merged(user.value.userMetadata, changes.data);
    const fits = metadata === null ? ok(null) : checkMetadata(metadata);
    if (!fits.ok) return fits;
    const written = await write(context, owner.value, { row, newHash, metadata, client });
    if (written !== null) return ok(written);
  }
  return err({ kind: "conflict" });
}

/** The new password's hash, unless it is the old one. */
async function rehash(context: AuthContext, user: User, password: string): Promise<Result<string, AuthReason>> {
  const hash = await context.hash(() => {
    const isSame = user.encryptedPassword !== null && verifyPassword(password, user.encryptedPassword);
    return isSame ? null : hashPassword(password);
  });
  if (!hash.ok) return err({ kind: "busy" });
  return hash.value === null ? err({ kind: "samePassword" }) : ok(hash.value);
}

interface Writing {
  /** The user as it was read. */
  readonly row: Row;
  readonly newHash: string | null;
  readonly metadata: JsonObject | null;
  readonly client: Client;
}

/** Null where the row has changed since, or the session has ended. */
async function write(context: AuthContext, owner: Owner, writing: Writing): Promise<User | null> {
  const { row, newHash, metadata, client } = writing;
  const oldMetadata = readText(row, "raw_user_meta_data");
  const newMetadata = metadata === null ? oldMetadata : JSON.stringify(metadata);
  const isUser = sql`"id" = ${value(owner.userId)}`;
  const update = sql`update "auth_users" set "raw_user_meta_data" = ${value(newMetadata)},
      "encrypted_password" = coalesce(${value(newHash)}, "encrypted_password"), "updated_at" = ${value(instant(context.clock()))}
    where ${isUser} and "raw_user_meta_data" = ${value(oldMetadata)}
      and "encrypted_password" is ${value(row.encrypted_password ?? null)} and ${ownerAlive(owner)}`;
  const actor = { id: owner.userId, role: readText(row, "role") };
  const action = newHash === null ? "user_modified" : "user_updated_password";
  const entry = await audit(context, { action, outcome: "success", actor, client });
  const statements = [statement(update), entry, statement(sql`select * from "auth_users" where ${isUser}`)];
  if (newHash !== null) statements.push(endOthers(owner, newHash));
  const [updated, , found] = await context.store.batch(statements, { retry: false });
  const after = found?.rows[0];
  return updated?.changes === 1 && after !== undefined ? readUser(after) : null;
}

/** All sessions of the user but the token's own, if the new password was written. */
function endOthers(owner: Owner, newHash: string) {
  const others: Sql = owner.sessionId === null ? sql`1` : sql`"id" <> ${value(owner.sessionId)}`;
  return statement(sql`delete from "auth_sessions" where "user_id" = ${value(owner.userId)} and ${others}
    and exists (select 1 from "auth_users" where "id" = ${value(owner.userId)}
      and "encrypted_password" = ${value(newHash)})`);
}
