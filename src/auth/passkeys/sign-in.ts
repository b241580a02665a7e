import { fromBase64Url } from "../../kernel/bytes.ts";
import type { Json } from "../../kernel/json.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { statement } from "../../sql/compile.ts";
import { sql, value } from "../../sql/fragment.ts";
import { type Grant, grant } from "../access-token.ts";
import { audit } from "../audit/record.ts";
import { signedIn } from "../audit/signed-in.ts";
import type { AuthContext, Client } from "../context.ts";
import { instant } from "../instants.ts";
import type { Row } from "../ports.ts";
import type { AuthReason } from "../reasons.ts";
import { insertFirstToken, newRefreshToken } from "../refresh-tokens.ts";
import { readOptionalText, readText } from "../rows.ts";
import { insertSession, startSession } from "../session.ts";
import { isBanned, readUser, type User } from "../user.ts";
import { asserted, request } from "../webauthn/ceremony.ts";
import { type Credential, parseAssertion, readCredential } from "../webauthn/credential.ts";
import { expiresAtSeconds, judgeAsk, type PasskeyOptions, takeAsk, writeAsk } from "./ceremonies.ts";
import type { PasskeyReason } from "./reasons.ts";

/** Begins a sign-in by whichever passkey the authenticator has for us: nothing tells whose there are. */
export async function authenticationOptions(context: AuthContext): Promise<Result<PasskeyOptions, AuthReason>> {
  const { webauthn: rp } = context.settings;
  if (rp === null) return refused("disabled");
  const nowMs = context.clock();
  const { options, challenge } = await request(rp, { allow: [], verification: "required" });
  const id = crypto.randomUUID();
  const ask = { ask: "passkey-authentication", userId: null, challenge, nowMs, condition: sql`1` } as const;
  await context.store.batch(writeAsk(id, ask), { retry: false });
  return ok({ challengeId: id, options, expiresAtSeconds: expiresAtSeconds(nowMs) });
}

export interface PasskeySignIn {
  readonly challengeId: string;
  /** What the browser gave. */
  readonly credential: Json;
  readonly client: Client;
}

/**
 * A session for who holds a passkey and was verified by its authenticator. An unknown passkey, a wrong signature, another
 * page's answer and a counter that went back give the same reason; what else is wrong is told only to its holder.
 */
export async function passkeySignIn(context: AuthContext, input: PasskeySignIn): Promise<Result<Grant, AuthReason>> {
  const { webauthn: rp } = context.settings;
  if (rp === null) return refused("disabled");
  const nowMs = context.clock();
  const response = parseAssertion(input.credential);
  const take = takeAsk({ id: input.challengeId, ask: "passkey-authentication", userId: null });
  const [taken, found] = await context.store.batch([take, selectPasskey(response?.id ?? "")], { retry: false });
  const challenge = judgeAsk(taken, nowMs);
  if (!challenge.ok) return refused(challenge.error);
  const row = found?.rows[0];
  const kept = row === undefined ? null : readCredential(readOptionalText(row, "passkey_credential"));
  const handle = response?.response.userHandle;
  const isHis = row !== undefined && handle !== undefined && userOf(handle) === row.id;
  const expected = { challenge: challenge.value, verification: "required" } as const;
  const proof =
    response === null || kept === null || !isHis
      ? null
      : await asserted(rp, response, { ...expected, credential: kept });
  const user = row === undefined ? null : readUser(row);
  if (row === undefined || user === null || proof === null) {
    await context.store.batch([await failed(context, user, input.client)], { retry: true });
    return refused("proofWrong");
  }
  if (isBanned(user, instant(nowMs))) return err({ kind: "userBanned" });
  if (user.email !== null && user.emailConfirmedAt === null) return err({ kind: "emailNotConfirmed" });
  return begin(context, { user, row, proof, client: input.client });
}

interface Beginning {
  readonly user: User;
  /** The passkey as it was read. */
  readonly row: Row;
  readonly proof: Credential;
  readonly client: Client;
}

/** Writes the session where the passkey is still what was read: of two answers with one counter, one holds. */
async function begin(
  context: AuthContext,
  { user, row, proof, client }: Beginning,
): Promise<Result<Grant, AuthReason>> {
  const nowMs = context.clock();
  const now = value(instant(nowMs));
  const session = startSession({ userId: user.id, method: "passkey", client, nowMs }, context.settings);
  const first = await newRefreshToken();
  const isPasskey = sql`"id" = ${value(readText(row, "passkey_id"))} and "user_id" = ${value(user.id)}`;
  const unchanged = sql`exists (select 1 from "auth_passkeys" where ${isPasskey}
      and "credential" = ${value(readText(row, "passkey_credential"))})
    and "deleted_at" is null and ("banned_until" is null or "banned_until" <= ${now})`;
  const begun = sql`exists (select 1 from "auth_sessions" where "id" = ${value(session.id)})`;
  const results = await context.store.batch(
    [
      insertSession(session, unchanged),
      await audit(context, signedIn(user, session)),
      insertFirstToken(first.hash, session.id),
      statement(sql`update "auth_passkeys" set "credential" = ${value(JSON.stringify(proof))}, "last_used_at" = ${now}
        where ${isPasskey} and ${begun}`),
      statement(sql`update "auth_users" set "last_sign_in_at" = ${now}, "updated_at" = ${now}
        where "id" = ${value(user.id)} and ${begun}`),
      statement(sql`select * from "auth_users" where "id" = ${value(user.id)} and ${begun}`),
    ],
    { retry: false },
  );
  const after = results.at(-1)?.rows[0];
  if (after === undefined) return refused("proofWrong");
  return ok(await grant(context, { user: readUser(after), session, refreshToken: first.token }));
}

function selectPasskey(credentialId: string) {
  return statement(sql`select u.*, p."id" as "passkey_id", p."credential" as "passkey_credential"
    from "auth_passkeys" p join "auth_users" u on u."id" = p."user_id"
    where p."credential_id" = ${value(credentialId)} and u."deleted_at" is null`);
}

/** The user's id, which the authenticator keeps as the user handle. */
function userOf(handle: string): string | null {
  const bytes = fromBase64Url(handle);
  return bytes === null ? null : new TextDecoder().decode(bytes);
}

function failed(context: AuthContext, user: User | null, client: Client) {
  const actor = { id: user?.id ?? null, role: user?.role ?? "anon" };
  const traits = { method: "passkey" };
  return audit(context, { action: "login", outcome: "failure", actor, client, traits }, "always");
}

function refused(reason: PasskeyReason): Result<never, AuthReason> {
  return err({ kind: "passkey", reason });
}
