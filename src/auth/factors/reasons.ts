/** Why something about a second factor or a passkey is refused. */
export type FactorReason =
  | { readonly kind: "factorNotFound" }
  | { readonly kind: "nameTaken"; readonly name: string }
  | { readonly kind: "tooManyFactors" }
  /** The session has to prove a second factor first. */
  | { readonly kind: "insufficientAssurance"; readonly to: "enroll" | "unenroll" | "changeCredentials" }
  /** Recovery codes are removed as such, and not before what they stand in for. */
  | { readonly kind: "recoveryCodes" }
  | { readonly kind: "recoveryCodesLeft" }
  | { readonly kind: "challengeNotFound" }
  | { readonly kind: "challengeExpired"; readonly id: string }
  /** Begun at one address, answered from another. */
  | { readonly kind: "addressMismatch" }
  | { readonly kind: "codeWrong"; readonly of: "totp" | "phone" }
  /** What an authenticator answered does not hold. */
  | { readonly kind: "proofWrong" }
  /** The definition names no relying party. */
  | { readonly kind: "webauthnDisabled" }
  /** Nobody sends text messages. */
  | { readonly kind: "phoneDisabled" }
  | { readonly kind: "phoneTaken" }
  /** A text message was sent a moment ago. */
  | { readonly kind: "tooSoon"; readonly waitSeconds: number }
  | { readonly kind: "attemptsExhausted"; readonly retryAfterSeconds: number };
