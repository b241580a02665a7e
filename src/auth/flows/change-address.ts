import { DatabaseError } from "../../kernel/database-error.ts";
import type { Principal } from "../../kernel/principal.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { statement } from "../../sql/compile.ts";
import { type Sql, sql, value } from "../../sql/fragment.ts";
import { judgeOwner, type Owner, ownerAlive, ownerOf, selectOwner } from "../account.ts";
import { type Address, type GivenAddress, hasAddress, readAddress } from "../address.ts";
import { audit } from "../audit/record.ts";
import type { AuthContext, Client } from "../context.ts";
import { hasProven } from "../factors/factor.ts";
import type { Row } from "../ports.ts";
import type { AuthReason } from "../reasons.ts";
import { readUser, type User } from "../user.ts";
import { sendEmailChange } from "./change-email.ts";
import { confirmedAtOnce } from "./channel.ts";
import { effectsOf } from "./effects.ts";
import type { CodeChallenge } from "./pkce.ts";
import { type Links, sendSms } from "./send.ts";
import { storeFor } from "./store.ts";
import { newToken } from "./token.ts";

export interface AddressChange {
  readonly address: GivenAddress;
  readonly challenge: CodeChallenge | null;
  readonly links: Links;
  readonly client: Client;
}

/**
 * Asks for another address, which is the user's when it has been confirmed; at once where it counts as confirmed: a phone
 * number, and an anonymous user's e-mail address. The address that is there already changes nothing. Of an address that is somebody else's the
 * answer tells only where signing up would tell the same.
 */
export async function changeAddress(
  context: AuthContext,
  principal: Principal,
  change: AddressChange,
): Promise<Result<User, AuthReason>> {
  const owner = ownerOf(principal);
  if (!owner.ok) return owner;
  const address = readAddress(change.address);
  if (!address.ok) return address;
  const [found, others] = await context.store.batch(
    [selectOwner(owner.value), statement(sql`select 1 from "auth_users" where ${hasAddress(address.value)}`)],
    { retry: true },
  );
  const user = judgeOwner(found?.rows[0], context.clock());
  if (!user.ok) return user;
  const isEmail = address.value.channel === "email";
  if ((isEmail ? user.value.email : user.value.phone) === address.value.value) return user;
  if (!hasProven(user.value, found?.rows[0])) {
    return err({ kind: "factor", reason: { kind: "insufficientAssurance", to: "changeCredentials" } });
  }
  const isTaken = others?.rows.length !== 0;
  const isTrusted = confirmedAtOnce(context.settings, address.value.channel);
  const atOnce = isTrusted && (!isEmail || user.value.isAnonymous);
  if (isTaken && isTrusted) {
    return err({ kind: "flow", reason: isEmail ? "emailExists" : "phoneExists" });
  }
  if (!atOnce && !context.outbox.channels.has(isEmail ? "email" : "sms")) {
    return err({ kind: "flow", reason: isEmail ? "emailDisabled" : "phoneDisabled" });
  }
  const asked = { owner: owner.value, user: user.value, address: address.value, client: change.client };
  const pending = await write(context, asked, atOnce);
  if (!pending.ok || atOnce) return pending;
  // Nothing is sent to an address of somebody else's; its owner would be asked to give it away.
  if (isTaken) return pending;
  if (isEmail) await sendEmailChange(context, { user: pending.value, ...change });
  else await sendPhoneChange(context, pending.value, { address: address.value, client: change.client });
  return pending;
}

interface Asked {
  readonly owner: Owner;
  readonly user: User;
  readonly address: Address;
  readonly client: Client;
}

async function write(context: AuthContext, asked: Asked, atOnce: boolean): Promise<Result<User, AuthReason>> {
  const { owner, user, address, client } = asked;
  const isOwner = sql`"id" = ${value(user.id)} and ${ownerAlive(owner)}`;
  const column: Sql = address.channel === "email" ? sql`"email_change"` : sql`"phone_change"`;
  const kinds = address.channel === "email" ? ["email_change_new", "email_change_current"] : ["phone_change"];
  const actor = { id: user.id, role: user.role };
  const entry = await audit(context, { action: "user_modified", outcome: "success", actor, client });
  const kind = address.channel === "email" ? "email_change_new" : "phone_change";
  const effects = atOnce ? effectsOf(context, { kind, user, condition: ownerAlive(owner) }) : [];
  try {
    const results = await context.store.batch(
      [
        statement(sql`update "auth_users" set ${column} = ${value(address.value)} where ${isOwner}`),
        entry,
        // Links of a change that was asked for before are no longer good.
        statement(sql`delete from "auth_one_time_tokens" where "user_id" = ${value(user.id)} and ${ownerAlive(owner)}
          and "kind" in (select "value" from json_each(${value(JSON.stringify(kinds))}))`),
        ...effects,
        statement(sql`select * from "auth_users" where ${isOwner}`),
      ],
      { retry: true },
    );
    const row: Row | undefined = results.at(-1)?.rows[0];
    return row === undefined ? err({ kind: "sessionNotFound" }) : ok(readUser(row));
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.kind !== "constraint") throw error;
    return err({ kind: "flow", reason: address.channel === "email" ? "emailExists" : "phoneExists" });
  }
}

async function sendPhoneChange(
  context: AuthContext,
  user: User,
  { address, client }: Pick<Asked, "address" | "client">,
): Promise<void> {
  const token = await newToken(context, { kind: "phone_change", address: address.value, challenge: null });
  const condition = sql`"id" = ${value(user.id)} and "phone_change" = ${value(address.value)}`;
  const stored = await storeFor(context, { token, condition, client, creation: [] });
  if (stored !== null) await sendSms(context, token);
}
