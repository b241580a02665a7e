import type { JsonObject } from "../../kernel/json.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { sql } from "../../sql/fragment.ts";
import type { Grant } from "../access-token.ts";
import { audit } from "../audit/record.ts";
import { beginSession } from "../begin.ts";
import type { AuthContext, Client } from "../context.ts";
import { checkMetadata } from "../credentials.ts";
import { instant } from "../instants.ts";
import { conflict, type Provision } from "../provision.ts";
import type { AuthReason } from "../reasons.ts";
import { insertUser, newUser } from "../user.ts";

export interface AnonymousSignIn {
  readonly data: JsonObject;
  readonly client: Client;
  readonly provision: Provision | undefined;
}

/** A user without an address, who gets one later (`change-address.ts`) and stays the same user. */
export async function signInAnonymously(
  context: AuthContext,
  { data, client, provision }: AnonymousSignIn,
): Promise<Result<Grant, AuthReason>> {
  if (!context.settings.anonymousUsers) return err({ kind: "flow", reason: "anonymousDisabled" });
  if (!context.settings.allowSignup) return err({ kind: "signupDisabled" });
  const fits = checkMetadata(data);
  if (!fits.ok) return fits;
  const user = newUser({ isAnonymous: true, userMetadata: data, createdAt: instant(context.clock()) });
  const actor = { id: user.id, role: user.role };
  const entry = await audit(context, { action: "user_signedup", outcome: "success", actor, client });
  try {
    const before = [insertUser(user), entry, ...((await provision?.(user)) ?? [])];
    const grant = await beginSession(context, { user, method: "anonymous", client, condition: sql`1`, before });
    return grant === null ? err({ kind: "conflict" }) : ok(grant);
  } catch (error) {
    const reason = conflict(error);
    if (reason === null) throw error;
    return err(reason);
  }
}
