import { DatabaseError } from "../../kernel/database-error.ts";
import type { Principal } from "../../kernel/principal.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { type Statement, statement } from "../../sql/compile.ts";
import { type Sql, sql, value } from "../../sql/fragment.ts";
import { judgeOwner, type Owner, ownerAlive, ownerOf, selectOwner } from "../account.ts";
import type { Address } from "../address.ts";
import { audit } from "../audit/record.ts";
import type { AuthContext, Client } from "../context.ts";
import { hasProven } from "../factors/factor.ts";
import type { TokenKind } from "../flows/token.ts";
import { instant } from "../instants.ts";
import type { AuthReason } from "../reasons.ts";
import type { User } from "../user.ts";
import { ownIdentityId, withoutProvider } from "./identity.ts";

type Channel = Address["channel"];

const channels: readonly Channel[] = ["email", "phone"];

/** Which of the user's own addresses an identity's id stands for. */
export function ownChannel(user: User, identityId: string): Channel | null {
  const { providers } = user.appMetadata;
  const found = channels.find((channel) => ownIdentityId(user.id, channel) === identityId);
  return found !== undefined && Array.isArray(providers) && providers.includes(found) ? found : null;
}

/** True in SQL of a row of users whom an address of their own, or one of those named, lets in. */
export function hasOwnWay(which: readonly Channel[] = channels): Sql {
  const [first, second] = which.map((channel) => {
    const confirmed = channel === "email" ? sql`"email_confirmed_at"` : sql`"phone_confirmed_at"`;
    return sql`(${confirmed} is not null and exists (
      select 1 from json_each("raw_app_meta_data", '$.providers') where "value" = ${value(channel)}))`;
  });
  if (first === undefined) return sql`0`;
  return second === undefined ? first : sql`(${first} or ${second})`;
}

// What was sent to the address, or to change it, is no longer good.
const kinds: Readonly<Record<Channel, readonly TokenKind[]>> = {
  email: ["confirmation", "recovery", "email_change_current", "email_change_new", "reauthentication"],
  phone: ["sms", "phone_change", "reauthentication"],
};

export interface OwnUnlinking {
  readonly channel: Channel;
  readonly client: Client;
}

/**
 * Takes an address of the user's own away. Another way in has to stay; an address that a provider of the user's vouches
 * for takes the e-mail address's place, unless it is somebody else's. With the last address of the user's own the
 * password goes. As for every change of an address a second factor has to be proved.
 */
export async function unlinkOwn(
  context: AuthContext,
  principal: Principal,
  { channel, client }: OwnUnlinking,
): Promise<Result<null, AuthReason>> {
  const owner = ownerOf(principal);
  if (!owner.ok) return owner;
  const [found] = await context.store.batch([selectOwner(owner.value)], { retry: true });
  const user = judgeOwner(found?.rows[0], context.clock());
  if (!user.ok) return user;
  if (!hasProven(user.value, found?.rows[0])) {
    return err({ kind: "factor", reason: { kind: "insufficientAssurance", to: "changeCredentials" } });
  }
  const { id, role } = user.value;
  const traits = { provider: channel, identity_id: ownIdentityId(id, channel) };
  const entry = await audit(context, {
    ...{ action: "identity_unlinked", outcome: "success", actor: { id, role }, client, traits },
  });
  const now = instant(context.clock());
  try {
    const [updated] = await context.store.batch(
      [update(owner.value, user.value, { channel, now }), entry, ...forget(user.value, channel)],
      { retry: false },
    );
    return updated?.changes === 1 ? ok(null) : err({ kind: "flow", reason: "singleIdentity" });
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.kind !== "constraint") throw error;
    return err({ kind: "conflict" });
  }
}

interface Removal {
  readonly channel: Channel;
  readonly now: string;
}

function update(owner: Owner, user: User, { channel, now }: Removal): Statement {
  const { id, appMetadata } = user;
  const metadata = withoutProvider(appMetadata, channel);
  const other: Channel = channel === "email" ? "phone" : "email";
  const unchanged = sql`"id" = ${value(id)} and "email" is ${value(user.email)} and "phone" is ${value(user.phone)}`;
  const keepsOne = sql`(${hasOwnWay([other])} or exists (select 1 from "auth_identities" where "user_id" = ${value(id)}))`;
  const removed = channel === "email" ? withoutEmail(vouchedFor(user), now) : withoutPhone;
  // A password is a way in by an address of the user's own.
  return statement(sql`update "auth_users" set ${removed}, "updated_at" = ${value(now)},
      "encrypted_password" = iif(${hasOwnWay([other])}, "encrypted_password", null),
      "raw_app_meta_data" = json_patch("raw_app_meta_data", ${value(metadata)})
    where ${unchanged} and ${keepsOne} and ${ownerAlive(owner)}`);
}

const withoutPhone: Sql = sql`"phone" = null, "phone_confirmed_at" = null, "phone_change" = null`;

function withoutEmail(next: string | null, now: string): Sql {
  const isFree = sql`${value(next)} is not null
    and not exists (select 1 from "auth_users" "other" where "other"."email" = ${value(next)} and "other"."id" <> "auth_users"."id")`;
  return sql`"email" = iif(${isFree}, ${value(next)}, null), "email_confirmed_at" = iif(${isFree}, ${value(now)}, null),
    "email_change" = null`;
}

/** The e-mail address of the oldest identity whose provider has verified it. */
function vouchedFor({ identities }: User): string | null {
  return identities.find(({ email, data }) => email !== null && data.email_verified === true)?.email ?? null;
}

/** Where the address is gone. */
function forget(user: User, channel: Channel): readonly Statement[] {
  const address = channel === "email" ? sql`"email" is not ${value(user.email)}` : sql`"phone" is null`;
  return [
    statement(sql`delete from "auth_one_time_tokens" where "user_id" = ${value(user.id)}
      and "kind" in (select "value" from json_each(${value(JSON.stringify(kinds[channel]))}))
      and exists (select 1 from "auth_users" where "id" = ${value(user.id)} and ${address})`),
  ];
}
