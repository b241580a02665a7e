import type { AttributeReason } from "./admin/attribute-reason.ts";
import type { FactorReason } from "./factors/reasons.ts";
import type { FlowReason } from "./flows/reasons.ts";
import type { KeyReason } from "./keys/reason.ts";
import type { OAuthReason } from "./oauth-server/reasons.ts";
import type { PasskeyReason } from "./passkeys/reasons.ts";
import type { RecoveryReason } from "./recovery/reasons.ts";
import type { TokenReason } from "./rejections.ts";

/** Why an operation is refused. The surfaces turn these into their own codes. */
export type AuthReason =
  | { readonly kind: "signupDisabled" }
  | { readonly kind: "emailInvalid" }
  | { readonly kind: "passwordWeak"; readonly reasons: readonly string[]; readonly message: string }
  | { readonly kind: "passwordTooLong"; readonly maxLength: number }
  | { readonly kind: "samePassword" }
  | { readonly kind: "metadataTooLarge"; readonly maxBytes: number }
  | { readonly kind: "userExists" }
  /** A statement of the application's, in the batch of a new user, failed; nothing was written. */
  | { readonly kind: "provisionConflict" }
  | { readonly kind: "invalidCredentials" }
  | { readonly kind: "emailNotConfirmed" }
  | { readonly kind: "userBanned" }
  | { readonly kind: "refreshTokenNotFound" }
  /** Used before, longer ago than the grace: its session is ended. */
  | { readonly kind: "refreshTokenUsed" }
  | { readonly kind: "sessionExpired"; readonly inactive: boolean }
  /** The session is bound to a key: RFC 9449. */
  | { readonly kind: "proofMissing" }
  | { readonly kind: "sessionNotFound" }
  | { readonly kind: "userNotFound" }
  /** Of what an admin has given. */
  | { readonly kind: "attribute"; readonly attribute: AttributeReason }
  | { readonly kind: "key"; readonly key: KeyReason }
  /** Rows of the application refer to the user and keep it. */
  | { readonly kind: "userInUse" }
  /** The token names no user: an API key. */
  | { readonly kind: "noSubject" }
  | { readonly kind: "badToken"; readonly token: TokenReason }
  | { readonly kind: "factor"; readonly reason: FactorReason }
  | { readonly kind: "passkey"; readonly reason: PasskeyReason }
  | { readonly kind: "recovery"; readonly reason: RecoveryReason }
  | { readonly kind: "flow"; readonly reason: FlowReason }
  | { readonly kind: "oauth"; readonly reason: OAuthReason }
  /** Others changed the same row again and again. */
  | { readonly kind: "conflict" }
  /** Too many wrong guesses from this network. */
  | { readonly kind: "tooManyAttempts"; readonly retryAfterSeconds: number }
  /** Too many passwords are being hashed in this isolate. */
  | { readonly kind: "busy" };
