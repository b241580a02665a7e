import type { Principal } from "../../kernel/principal.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { statement } from "../../sql/compile.ts";
import { sql, value } from "../../sql/fragment.ts";
import { currentUser, ownerOf } from "../account.ts";
import type { AuthContext, Client } from "../context.ts";
import { instant } from "../instants.ts";
import type { AuthReason } from "../reasons.ts";
import type { User } from "../user.ts";
import { type Links, sendMail, sendSms } from "./send.ts";
import { storeFor } from "./store.ts";
import { hashOfCode, maxAttempts, newToken } from "./token.ts";

export interface Reauthentication {
  readonly links: Links;
  readonly client: Client;
}

/** Sends the user a code that a change of the password may ask for: by mail, or to the phone of who has no address. */
export async function reauthenticate(
  context: AuthContext,
  principal: Principal,
  { links, client }: Reauthentication,
): Promise<Result<null, AuthReason>> {
  const user = await currentUser(context, principal);
  if (!user.ok) return user;
  const address = reached(user.value);
  if (address === null) {
    return err(
      user.value.email === null ? { kind: "flow", reason: "phoneNotConfirmed" } : { kind: "emailNotConfirmed" },
    );
  }
  const isEmail = address === user.value.email;
  if (!context.outbox.channels.has(isEmail ? "email" : "sms")) {
    return err({ kind: "flow", reason: isEmail ? "emailDisabled" : "phoneDisabled" });
  }
  const token = await newToken(context, { kind: "reauthentication", address, challenge: null });
  const condition = sql`"id" = ${value(user.value.id)}`;
  const stored = await storeFor(context, { token, condition, client, creation: [] });
  if (stored === null) return err({ kind: "flow", reason: "sentTooRecently" });
  if (isEmail)
    await sendMail(context, { kind: "reauthentication", type: "reauthentication", user: stored, token, links });
  else await sendSms(context, token);
  return ok(null);
}

function reached(user: User): string | null {
  if (user.email !== null && user.emailConfirmedAt !== null) return user.email;
  return user.phone !== null && user.phoneConfirmedAt !== null ? user.phone : null;
}

/** So long after it began a session may change the password without a code. */
const recentMs = 86_400_000;

/** Whether the session may change the password: it is recent, or the code is right. A code is good once. */
export async function checkRecent(
  context: AuthContext,
  principal: Principal,
  nonce: string | null,
): Promise<Result<null, AuthReason>> {
  if (!context.settings.reauthenticatePasswordChange) return ok(null);
  const owner = ownerOf(principal);
  if (!owner.ok) return owner;
  const since = value(instant(context.clock() - recentMs));
  const session = sql`select 1 from "auth_sessions" where "id" = ${value(owner.value.sessionId)} and "created_at" > ${since}`;
  const [recent] = await context.store.batch([statement(session)], { retry: true });
  if (recent?.rows.length === 1) return ok(null);
  if (nonce === null || nonce === "") return err({ kind: "flow", reason: "reauthenticationNeeded" });
  const user = await currentUser(context, principal);
  if (!user.ok) return user;
  const codeHash = await hashOfCode(context, reached(user.value) ?? "", nonce);
  const isToken = sql`"user_id" = ${value(user.value.id)} and "kind" = 'reauthentication'
    and "expires_at" > ${value(instant(context.clock()))}`;
  const [, taken] = await context.store.batch(
    [
      statement(sql`update "auth_one_time_tokens" set "attempts" = "attempts" + 1 where ${isToken}`),
      statement(sql`delete from "auth_one_time_tokens" where ${isToken} and "attempts" <= ${value(maxAttempts)}
        and "code_hash" = ${value(codeHash)}`),
    ],
    { retry: false },
  );
  return taken?.changes === 1 ? ok(null) : err({ kind: "flow", reason: "reauthenticationInvalid" });
}
