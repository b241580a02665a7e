import type { Failure } from "../kernel/failure.ts";
import type { Principal } from "../kernel/principal.ts";
import type { Write } from "../query/write.ts";
import { asksAssurance } from "../rules/asks-assurance.ts";
import type { Policy } from "../rules/policy.ts";

export interface RefusedWrite {
  readonly write: Write;
  readonly principal: Principal | undefined;
}

/**
 * A refusal by a rule, with the challenge of RFC 9470 (section 3) where how the caller signed in may be the reason: rules on
 * the table ask for it. Whether it is the reason on this row is not looked at, so nothing of the row is told.
 */
export function steppedUp(failure: Failure, { write, principal }: RefusedWrite, policy: Policy): Failure {
  if (failure.code !== "42501" || failure.hint !== null || principal === undefined || principal.id === null) {
    return failure;
  }
  if (!asksAssurance(policy.permissions(write.collection.name, write.kind, principal.role))) return failure;
  return {
    ...failure,
    hint: "Rules on it ask how you signed in: verify a second factor or sign in again, then try anew.",
    headers: { ...failure.headers, "www-authenticate": 'Bearer error="insufficient_user_authentication"' },
  };
}
