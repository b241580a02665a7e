import type { JsonObject } from "../../kernel/json.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { type Statement, statement } from "../../sql/compile.ts";
import { sql } from "../../sql/fragment.ts";
import { type Address, type GivenAddress, hasAddress } from "../address.ts";
import { audit } from "../audit/record.ts";
import type { AuthContext, Client } from "../context.ts";
import { checkMetadata } from "../credentials.ts";
import { instant } from "../instants.ts";
import { conflict, type Provision } from "../provision.ts";
import type { AuthReason } from "../reasons.ts";
import { insertUser, newUser, type User } from "../user.ts";
import { confirmedAtOnce, reachable } from "./channel.ts";
import type { CodeChallenge } from "./pkce.ts";
import { type Links, sendMail, sendSms } from "./send.ts";
import { storeFor } from "./store.ts";
import { newToken } from "./token.ts";

export interface OtpRequest {
  readonly address: GivenAddress;
  /** Metadata of a user who is new. */
  readonly data: JsonObject;
  readonly createUser: boolean;
  readonly challenge: CodeChallenge | null;
  readonly links: Links;
  readonly client: Client;
  readonly provision: Provision | undefined;
}

/**
 * Sends a link and a code to sign in with. Whether there is such a user is told by nothing: both cases take one look and
 * one batch, and what is sent is sent after the answer. That nobody is made is told where signing up would tell the same.
 */
export async function requestOtp(context: AuthContext, request: OtpRequest): Promise<Result<null, AuthReason>> {
  const { createUser, challenge, links, client } = request;
  const address = reachable(context, request.address);
  if (!address.ok) return address;
  const fits = checkMetadata(request.data);
  if (!fits.ok) return fits;
  const find = statement(sql`select "id" from "auth_users" where ${hasAddress(address.value)}`);
  const [found] = await context.store.batch([find], { retry: true });
  const isUnknown = found?.rows.length === 0;
  const { allowSignup } = context.settings;
  if (isUnknown && !createUser && allowSignup && confirmedAtOnce(context.settings, address.value.channel)) {
    return err({ kind: "flow", reason: "otpDisabled" });
  }
  const isNew = isUnknown && createUser && allowSignup;
  const isEmail = address.value.channel === "email";
  const kind = isEmail ? "recovery" : "sms";
  const token = await newToken(context, { kind, address: address.value.value, challenge: isEmail ? challenge : null });
  let user: User | null;
  try {
    const creation = isNew ? await creating(context, request, address.value) : [];
    user = await storeFor(context, { token, condition: hasAddress(address.value), client, creation });
  } catch (error) {
    const reason = conflict(error);
    if (reason === null) throw error;
    // Somebody else has made the same user meanwhile, and was sent a message.
    return reason.kind === "userExists" ? ok(null) : err(reason);
  }
  if (user === null) return ok(null);
  if (isEmail) await sendMail(context, { kind: "magicLink", type: "magiclink", user, token, links });
  else await sendSms(context, token);
  return ok(null);
}

async function creating(context: AuthContext, request: OtpRequest, address: Address): Promise<readonly Statement[]> {
  const { channel, value: text } = address;
  const appMetadata = { provider: channel, providers: [channel] };
  const createdAt = instant(context.clock());
  const user = newUser({ [channel]: text, appMetadata, userMetadata: request.data, createdAt });
  const actor = { id: user.id, role: user.role };
  const entry = await audit(context, { action: "user_signedup", outcome: "success", actor, client: request.client });
  return [insertUser(user), entry, ...((await request.provision?.(user)) ?? [])];
}

export interface Recovery {
  readonly email: string;
  readonly challenge: CodeChallenge | null;
  readonly links: Links;
  readonly client: Client;
}

/** Sends a link to choose a new password; one batch, whoever the address belongs to. */
export async function requestRecovery(context: AuthContext, recovery: Recovery): Promise<Result<null, AuthReason>> {
  const { challenge, links, client } = recovery;
  const address = reachable(context, recovery);
  if (!address.ok) return address;
  const token = await newToken(context, { kind: "recovery", address: address.value.value, challenge });
  const user = await storeFor(context, { token, condition: hasAddress(address.value), client, creation: [] });
  if (user !== null) await sendMail(context, { kind: "recovery", type: "recovery", user, token, links });
  return ok(null);
}
