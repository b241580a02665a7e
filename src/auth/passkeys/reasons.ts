/** Why something about a passkey is refused. */
export type PasskeyReason =
  /** The definition names no relying party. */
  | "disabled"
  | "challengeNotFound"
  | "challengeExpired"
  /** What the authenticator answered does not hold. */
  | "proofWrong"
  | "credentialExists"
  | "tooMany"
  | "notFound"
  /** The user has neither address nor password: without it nobody gets in. */
  | "onlyWayIn"
  /** The user has a second factor, and the session has not proved it. */
  | "insufficientAssurance";
