import { err, ok, type Result } from "../../kernel/result.ts";
import { statement } from "../../sql/compile.ts";
import { sql, value } from "../../sql/fragment.ts";
import type { AdminActor } from "../admin/actor.ts";
import { audit } from "../audit/record.ts";
import type { AuthContext } from "../context.ts";
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
