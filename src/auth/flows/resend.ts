import { err, ok, type Result } from "../../kernel/result.ts";
import { statement } from "../../sql/compile.ts";
import { type Sql, sql, value } from "../../sql/fragment.ts";
import { type GivenAddress, hasAddress, readAddress } from "../address.ts";
import type { AuthContext, Client } from "../context.ts";
import type { AuthReason } from "../reasons.ts";
import { readUser, type User } from "../user.ts";
import { sendEmailChange } from "./change-email.ts";
import type { CodeChallenge } from "./pkce.ts";
import { type Links, sendMail, sendSms } from "./send.ts";
import { storeFor } from "./store.ts";
import { newToken } from "./token.ts";

export type ResendType = "signup" | "email_change" | "sms" | "phone_change";

export interface Resend {
  readonly type: ResendType;
  readonly address: GivenAddress;
  readonly challenge: CodeChallenge | null;
  readonly links: Links;
  readonly client: Client;
}

/** Sends again what waits for its confirmation. One look and one batch, whether anything waits or not. */
export async function resend(context: AuthContext, request: Resend): Promise<Result<null, AuthReason>> {
  const { type, challenge, links, client } = request;
  const address = readAddress(request.address);
  if (!address.ok) return address;
  const isMail = type === "signup" || type === "email_change";
  if (!context.outbox.channels.has(isMail ? "email" : "sms")) {
    return err({ kind: "flow", reason: isMail ? "emailDisabled" : "phoneDisabled" });
  }
  const [found] = await context.store.batch(
    [statement(sql`select * from "auth_users" where ${hasAddress(address.value)}`)],
    { retry: true },
  );
  const row = found?.rows[0];
  const user = row === undefined ? null : readUser(row);
  const waits = user !== null && waiting[type](user);
  if (type === "email_change" && waits) {
    await sendEmailChange(context, { user, challenge, links, client });
    return ok(null);
  }
  const to = type === "phone_change" ? (user?.pending.phone ?? address.value.value) : address.value.value;
  const kind = type === "signup" ? "confirmation" : type === "phone_change" ? "phone_change" : "sms";
  const token = await newToken(context, { kind, address: to, challenge: type === "signup" ? challenge : null });
  const condition: Sql = waits ? sql`"id" = ${value(user.id)}` : sql`0`;
  const stored = await storeFor(context, { token, condition, client, creation: [] });
  if (stored === null) return ok(null);
  if (type === "signup") await sendMail(context, { kind: "confirmation", type: "signup", user: stored, token, links });
  else await sendSms(context, token);
  return ok(null);
}

const waiting: Readonly<Record<ResendType, (user: User) => boolean>> = {
  signup: (user) => user.emailConfirmedAt === null,
  email_change: (user) => user.pending.email !== null,
  sms: (user) => user.phoneConfirmedAt === null,
  phone_change: (user) => user.pending.phone !== null,
};
