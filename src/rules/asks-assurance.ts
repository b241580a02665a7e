import type { Expression, Operand } from "./expression.ts";
import type { Permission } from "./policy.ts";

const claims: ReadonlySet<string> = new Set(["aal", "amr"]);

/** Whether how the caller signed in decides on one of the permissions. */
export function asksAssurance(permissions: readonly Permission[]): boolean {
  return permissions.some(({ when, check }) => asks(when) || asks(check));
}

function asks(expression: Expression): boolean {
  switch (expression.kind) {
    case "constant":
      return false;
    case "and":
    case "or":
      return expression.items.some(asks);
    case "not":
      return asks(expression.item);
    case "exists":
      return asks(expression.where);
    case "compare":
      return isOfSignIn(expression.left) || isOfSignIn(expression.right);
    case "in":
      return isOfSignIn(expression.left) || ("path" in expression.values && isOfSignIn(expression.values));
    case "null":
      return isOfSignIn(expression.operand);
  }
}

function isOfSignIn(operand: Operand): boolean {
  const [claim, ...more] = operand.kind === "caller" ? operand.path : [];
  return claim !== undefined && more.length === 0 && claims.has(claim);
}
