import * as z from "zod";
import { isJsonObject, type Json, type JsonObject } from "../../kernel/json.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { sql, value } from "../../sql/fragment.ts";
import { type Grant, grant } from "../access-token.ts";
import { audit } from "../audit/record.ts";
import { signedIn } from "../audit/signed-in.ts";
import type { AuthContext, Client } from "../context.ts";
import { checkMetadata } from "../credentials.ts";
import { instant } from "../instants.ts";
import { conflict, type Provision } from "../provision.ts";
import type { AuthReason } from "../reasons.ts";
import { insertFirstToken, newRefreshToken } from "../refresh-tokens.ts";
import { insertSession, startSession } from "../session.ts";
import { insertUser, newUser, type User } from "../user.ts";
import { created, creation } from "../webauthn/ceremony.ts";
import { type Credential, parseRegistration } from "../webauthn/credential.ts";
import { expiresAtSeconds, judgeAsk, type PasskeyOptions, takeAsk, writeAsk } from "./ceremonies.ts";
import type { PasskeyReason } from "./reasons.ts";
import { firstPasskey, isCredentialTaken } from "./write.ts";

export interface SignUpRequest {
  /** What the authenticator shows beside the passkey; nobody else sees it, and it names no account. */
  readonly name: string;
  /** The user's own metadata. */
  readonly data: JsonObject;
}

/** What the challenge keeps until it is answered. */
const kept: z.ZodType<{ readonly challenge: string; readonly userId: string; readonly data: JsonObject }> = z.object({
  challenge: z.string(),
  userId: z.string(),
  data: z.custom<JsonObject>(isJsonObject),
});

/** Begins a sign-up without address and password. There is no user before the answer. */
export async function signUpOptions(
  context: AuthContext,
  { name, data }: SignUpRequest,
): Promise<Result<PasskeyOptions, AuthReason>> {
  const { webauthn: rp, allowSignup } = context.settings;
  if (rp === null) return refused("disabled");
  if (!allowSignup) return err({ kind: "signupDisabled" });
  const fits = checkMetadata(data);
  if (!fits.ok) return fits;
  const nowMs = context.clock();
  const userId = crypto.randomUUID();
  const user = { id: userId, name };
  const { options, challenge } = await creation(rp, { user, exclude: [], verification: "required" });
  const id = crypto.randomUUID();
  const text = JSON.stringify({ challenge, userId, data });
  const ask = { ask: "passkey-signup", userId: null, challenge: text, nowMs, condition: sql`1` } as const;
  await context.store.batch(writeAsk(id, ask), { retry: false });
  return ok({ challengeId: id, options, expiresAtSeconds: expiresAtSeconds(nowMs) });
}

export interface PasskeySignUp {
  readonly challengeId: string;
  /** What the browser gave. */
  readonly credential: Json;
  readonly client: Client;
  readonly provision?: Provision | undefined;
}

/** Writes the user, what the application adds, the passkey and a session, in one batch: all of it or nothing. */
export async function passkeySignUp(context: AuthContext, input: PasskeySignUp): Promise<Result<Grant, AuthReason>> {
  const { webauthn: rp, allowSignup } = context.settings;
  if (rp === null) return refused("disabled");
  if (!allowSignup) return err({ kind: "signupDisabled" });
  const nowMs = context.clock();
  const take = takeAsk({ id: input.challengeId, ask: "passkey-signup", userId: null });
  const [taken] = await context.store.batch([take], { retry: false });
  const ask = judgeAsk(taken, nowMs);
  if (!ask.ok) return refused(ask.error);
  const { challenge, userId, data } = kept.parse(JSON.parse(ask.value));
  const response = parseRegistration(input.credential);
  const expected = { challenge, verification: "required" } as const;
  const credential = response === null ? null : await created(rp, response, expected);
  if (credential === null) return refused("proofWrong");
  const now = instant(nowMs);
  const appMetadata = { provider: "passkey", providers: ["passkey"] };
  const user = newUser({ id: userId, appMetadata, userMetadata: data, lastSignInAt: now, createdAt: now });
  return write(context, { user, credential, input });
}

interface Writing {
  readonly user: User;
  readonly credential: Credential;
  readonly input: PasskeySignUp;
}

async function write(context: AuthContext, { user, credential, input }: Writing): Promise<Result<Grant, AuthReason>> {
  const { client, provision } = input;
  const nowMs = context.clock();
  const session = startSession({ userId: user.id, method: "passkey", client, nowMs }, context.settings);
  const first = await newRefreshToken();
  const actor = { id: user.id, role: user.role };
  try {
    const provisioned = provision === undefined ? [] : await provision(user);
    const statements = [
      insertUser(user),
      await audit(context, { action: "user_signedup", outcome: "success", actor, client }),
      ...provisioned,
      firstPasskey({ id: crypto.randomUUID(), userId: user.id, credential, now: user.createdAt }),
      insertSession(session, sql`"id" = ${value(user.id)}`),
      await audit(context, signedIn(user, session)),
      insertFirstToken(first.hash, session.id),
    ];
    await context.store.batch(statements, { retry: false });
  } catch (error) {
    if (isCredentialTaken(error)) return refused("credentialExists");
    const reason = conflict(error);
    if (reason === null) throw error;
    return err(reason);
  }
  return ok(await grant(context, { user, session, refreshToken: first.token }));
}

function refused(reason: PasskeyReason): Result<never, AuthReason> {
  return err({ kind: "passkey", reason });
}
