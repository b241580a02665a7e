import type { JsonObject } from "../kernel/json.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { sql } from "../sql/fragment.ts";
import { type Grant, grant } from "./access-token.ts";
import { type Address, type GivenAddress, hasAddress, readAddress } from "./address.ts";
import { audit } from "./audit/record.ts";
import type { AuthContext, Client } from "./context.ts";
import { checkMetadata, checkPassword } from "./credentials.ts";
import { confirmedAtOnce, reachable } from "./flows/channel.ts";
import type { CodeChallenge } from "./flows/pkce.ts";
import { type Links, sendMail, sendSms } from "./flows/send.ts";
import { storeFor } from "./flows/store.ts";
import { newToken } from "./flows/token.ts";
import { instant } from "./instants.ts";
import { hashPassword } from "./passwords.ts";
import { conflict, type Provision } from "./provision.ts";
import type { AuthReason } from "./reasons.ts";
import { insertFirstToken, newRefreshToken } from "./refresh-tokens.ts";
import { insertSession, startSession } from "./session.ts";
import { insertUser, newUser, type User } from "./user.ts";

export type SignUpInput = GivenAddress & {
  readonly password: string;
  /** The user's own metadata. */
  readonly data: JsonObject;
  readonly client: Client;
  readonly provision?: Provision | undefined;
  /** Where a link that confirms the address begins and leads; without it none is sent. */
  readonly links?: Links;
  readonly challenge?: CodeChallenge | null;
};

/** `grant` is null where the address has to be confirmed first. */
export interface SignedUp {
  readonly user: User;
  readonly grant: Grant | null;
}

/**
 * Writes the user, what the application adds, and a session, in one batch: all of it or nothing. Where the address has
 * to be confirmed there is no session, and the answer and the round trips are the same whether it is taken or not; only
 * its owner gets a message.
 */
export async function signUp(context: AuthContext, input: SignUpInput): Promise<Result<SignedUp, AuthReason>> {
  const { settings } = context;
  if (!settings.allowSignup) return err({ kind: "signupDisabled" });
  const needsMessage = "phone" in input && !settings.autoConfirmPhone;
  const address = needsMessage ? reachable(context, input) : readAddress(input);
  if (!address.ok) return address;
  const strong = checkPassword(input.password, settings);
  if (!strong.ok) return strong;
  const fits = checkMetadata(input.data);
  if (!fits.ok) return fits;
  const hash = await context.hash(() => hashPassword(input.password));
  if (!hash.ok) return err({ kind: "busy" });
  const { channel, value: text } = address.value;
  const isConfirmed = confirmedAtOnce(settings, channel);
  const now = instant(context.clock());
  const user = newUser({
    [channel]: text,
    encryptedPassword: hash.value,
    [channel === "email" ? "emailConfirmedAt" : "phoneConfirmedAt"]: isConfirmed ? now : null,
    lastSignInAt: isConfirmed ? now : null,
    appMetadata: { provider: channel, providers: [channel] },
    userMetadata: input.data,
    createdAt: now,
  });
  const written = await write(context, { input, user, isConfirmed });
  if (!written.ok && (written.error.kind !== "userExists" || isConfirmed)) return written;
  if (!isConfirmed) await sendConfirmation(context, input, address.value);
  return ok({ user, grant: written.ok ? written.value : null });
}

interface Writing {
  readonly input: SignUpInput;
  readonly user: User;
  readonly isConfirmed: boolean;
}

async function write(
  context: AuthContext,
  { input, user, isConfirmed }: Writing,
): Promise<Result<Grant | null, AuthReason>> {
  const { client, provision } = input;
  const { id, role } = user;
  const nowMs = context.clock();
  const session = startSession({ userId: id, method: "password", client, nowMs }, context.settings);
  const first = await newRefreshToken();
  const begun = isConfirmed ? [insertSession(session, sql`1`), insertFirstToken(first.hash, session.id)] : [];
  try {
    const provisioned = provision === undefined ? [] : await provision(user);
    const entry = await audit(context, { action: "user_signedup", outcome: "success", actor: { id, role }, client });
    await context.store.batch([insertUser(user), entry, ...provisioned, ...begun], { retry: false });
  } catch (error) {
    const reason = conflict(error);
    if (reason === null) throw error;
    return err(reason);
  }
  return ok(isConfirmed ? await grant(context, { user, session, refreshToken: first.token }) : null);
}

/** To whoever waits for it at that address: the user who was just written, or one who signed up before. */
async function sendConfirmation(context: AuthContext, input: SignUpInput, address: Address): Promise<void> {
  const { links, client, challenge = null } = input;
  const isEmail = address.channel === "email";
  if (links === undefined || !context.outbox.channels.has(isEmail ? "email" : "sms")) return;
  const kind = isEmail ? "confirmation" : "sms";
  const token = await newToken(context, { kind, address: address.value, challenge: isEmail ? challenge : null });
  const column = isEmail ? sql`"email_confirmed_at"` : sql`"phone_confirmed_at"`;
  const condition = sql`${hasAddress(address)} and ${column} is null`;
  const user = await storeFor(context, { token, condition, client, creation: [] });
  if (user === null) return;
  if (isEmail) await sendMail(context, { kind: "confirmation", type: "signup", user, token, links });
  else await sendSms(context, token);
}
