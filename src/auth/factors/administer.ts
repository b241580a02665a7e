import { err, ok, type Result } from "../../kernel/result.ts";
import { statement } from "../../sql/compile.ts";
import { sql, value } from "../../sql/fragment.ts";
import type { AdminActor } from "../admin/actor.ts";
import { audit } from "../audit/record.ts";
import type { AuthContext } from "../context.ts";
import { instant } from "../instants.ts";
import type { AuthReason } from "../reasons.ts";
import { type Factor, readFactors } from "./factor.ts";

export interface FactorRemoval {
  readonly userId: string;
  readonly factorId: string;
}

/** Removes any user's factor; it is told as it was. What it had raised is aal1 at the next refresh, by a trigger. */
export async function removeFactor(
  context: AuthContext,
  by: AdminActor,
  { userId, factorId }: FactorRemoval,
): Promise<Result<Factor, AuthReason>> {
  const traits = { user_id: userId, factor_id: factorId };
  const [found, removed] = await context.store.batch(
    [
      statement(sql`select "factors" from "auth_users" where "id" = ${value(userId)}`),
      statement(sql`delete from "auth_factors" where "id" = ${value(factorId)} and "user_id" = ${value(userId)}
        returning "id"`),
      await audit(context, { action: "factor_deleted", outcome: "success", ...by, traits }),
    ],
    { retry: false },
  );
  const row = found?.rows[0];
  if (row === undefined) return err({ kind: "userNotFound" });
  const factor = readFactors(row).find(({ id }) => id === factorId);
  if (factor === undefined || removed?.rows.length !== 1) {
    return err({ kind: "factor", reason: { kind: "factorNotFound" } });
  }
  return ok(factor);
}

export interface FactorRenaming extends FactorRemoval {
  readonly friendlyName: string;
}

/** Gives any user's factor another name. */
export async function renameFactor(
  context: AuthContext,
  by: AdminActor,
  { userId, factorId, friendlyName }: FactorRenaming,
): Promise<Result<Factor, AuthReason>> {
  const traits = { user_id: userId, factor_id: factorId };
  const [, , found] = await context.store.batch(
    [
      statement(sql`update "auth_factors" set "friendly_name" = ${value(friendlyName)},
          "updated_at" = ${value(instant(context.clock()))}
        where "id" = ${value(factorId)} and "user_id" = ${value(userId)}`),
      await audit(context, { action: "factor_updated", outcome: "success", ...by, traits }),
      statement(sql`select "factors" from "auth_users" where "id" = ${value(userId)}`),
    ],
    { retry: false },
  );
  const row = found?.rows[0];
  if (row === undefined) return err({ kind: "userNotFound" });
  const factor = readFactors(row).find(({ id }) => id === factorId);
  return factor === undefined ? err({ kind: "factor", reason: { kind: "factorNotFound" } }) : ok(factor);
}
