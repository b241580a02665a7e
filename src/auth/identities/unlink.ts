import type { Principal } from "../../kernel/principal.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { statement } from "../../sql/compile.ts";
import { sql, value } from "../../sql/fragment.ts";
import { currentUser, ownerAlive, ownerOf } from "../account.ts";
import { audit } from "../audit/record.ts";
import type { AuthContext, Client } from "../context.ts";
import type { AuthReason } from "../reasons.ts";
import { withoutProvider } from "./identity.ts";
import { hasOwnWay, ownChannel, unlinkOwn } from "./unlink-own.ts";

export interface Unlinking {
  readonly identityId: string;
  readonly client: Client;
}

/**
 * Takes one of the user's identities away: at a provider, or an address of his own (`unlink-own.ts`). One has to stay, or
 * a way in that is his own: an address or a phone that he has confirmed.
 */
export async function unlinkIdentity(
  context: AuthContext,
  principal: Principal,
  { identityId, client }: Unlinking,
): Promise<Result<null, AuthReason>> {
  const owner = ownerOf(principal);
  if (!owner.ok) return owner;
  const user = await currentUser(context, principal);
  if (!user.ok) return user;
  const { id, role, identities, appMetadata } = user.value;
  const channel = ownChannel(user.value, identityId);
  if (channel !== null) return unlinkOwn(context, principal, { channel, client });
  const identity = identities.find((candidate) => candidate.id === identityId);
  if (identity === undefined) return err({ kind: "flow", reason: "identityNotFound" });
  const keepsOne = sql`(exists (select 1 from "auth_users" where "id" = ${value(id)} and ${hasOwnWay()})
    or (select count(*) from "auth_identities" where "user_id" = ${value(id)}) > 1)`;
  const isSole = !identities.some(({ provider }) => provider === identity.provider && identity.id !== identityId);
  const changes = withoutProvider(appMetadata, identity.provider);
  const actor = { id, role };
  const gone = sql`not exists (select 1 from "auth_identities" where "id" = ${value(identityId)})`;
  const forget = sql`update "auth_users" set "raw_app_meta_data" = json_patch("raw_app_meta_data", ${value(changes)})
    where "id" = ${value(id)} and ${gone}`;
  const [removed] = await context.store.batch(
    [
      statement(sql`delete from "auth_identities" where "id" = ${value(identityId)} and "user_id" = ${value(id)}
        and ${ownerAlive(owner.value)} and ${keepsOne}`),
      await audit(context, {
        action: "identity_unlinked",
        outcome: "success",
        actor,
        client,
        traits: { provider: identity.provider, identity_id: identityId },
      }),
      ...(isSole ? [statement(forget)] : []),
    ],
    { retry: false },
  );
  return removed?.changes === 1 ? ok(null) : err({ kind: "flow", reason: "singleIdentity" });
}
