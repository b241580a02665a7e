import { ago, type Condition, caller, claim, gte, isIn } from "./condition.ts";

// What rules ask of how the caller signed in. All of it stands in the verified token: `aal` and `amr`. Where the token
// does not tell (nobody is signed in, a key, another issuer's token), none of them holds.

/** NIST SP 800-63B's levels, as GoTrue's tokens name them. */
export type AssuranceLevel = "aal1" | "aal2" | "aal3";

const levels: readonly AssuranceLevel[] = ["aal1", "aal2", "aal3"];

/** The session has proved so much, or more: `assurance("aal2")` is a second factor. */
export function assurance(least: AssuranceLevel): Condition {
  return isIn(claim("aal"), levels.slice(levels.indexOf(least)));
}

/** The sign-in is at most so many seconds old, however often the session was refreshed since. */
export function signedInWithin(seconds: number): Condition {
  return gte(caller.signedInAt, ago(seconds));
}

/** A second factor was proved within so many seconds. */
export function factorWithin(seconds: number): Condition {
  return gte(caller.factorAt, ago(seconds));
}

/** The session was begun or raised in this way: `password`, `passkey`, `totp`, `mfa/webauthn`, as `amr` names it. */
export function signedInBy(method: string): Condition {
  return isIn({ kind: "literal", value: method }, { kind: "claim", path: ["amr"], part: "methods" });
}
