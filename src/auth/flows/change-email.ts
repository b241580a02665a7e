import { sql, value } from "../../sql/fragment.ts";
import type { AuthContext, Client } from "../context.ts";
import type { User } from "../user.ts";
import type { CodeChallenge } from "./pkce.ts";
import { type Links, sendMail } from "./send.ts";
import { storeFor } from "./store.ts";
import { newToken } from "./token.ts";

export interface EmailChangeSending {
  /** With the new address pending. */
  readonly user: User;
  readonly challenge: CodeChallenge | null;
  readonly links: Links;
  readonly client: Client;
}

/**
 * A link to the new address and, where the settings say so and there is one, to the old: both have to be followed. The
 * old one's is stored first, and both end at the same moment: there is none in which the new one is alone.
 */
export async function sendEmailChange(context: AuthContext, sending: EmailChangeSending): Promise<void> {
  const { user, challenge, links, client } = sending;
  const ends: { readonly kind: "email_change_current" | "email_change_new"; readonly address: string }[] = [];
  if (context.settings.secureEmailChange && user.email !== null && user.emailConfirmedAt !== null) {
    ends.push({ kind: "email_change_current", address: user.email });
  }
  if (user.pending.email !== null) ends.push({ kind: "email_change_new", address: user.pending.email });
  const nowMs = context.clock();
  for (const { kind, address } of ends) {
    const token = await newToken(context, { kind, address, challenge }, nowMs);
    const isPending = sql`"id" = ${value(user.id)} and "email_change" is ${value(user.pending.email)}`;
    const stored = await storeFor(context, { token, condition: isPending, client, creation: [] });
    if (stored !== null) {
      await sendMail(context, { kind: "emailChange", type: "email_change", user: stored, token, links });
    }
  }
}
