import type { PasskeyReason } from "../auth/passkeys/reasons.ts";

export interface PasskeyError {
  readonly status: 400 | 403 | 404 | 422;
  readonly code: string;
  readonly message: string;
}

/** As GoTrue's statuses, codes and words. Source: supabase/auth, internal/api/passkey_*.go. */
export const passkeyErrors: Readonly<Record<PasskeyReason, PasskeyError>> = {
  disabled: { status: 404, code: "passkey_disabled", message: "Passkeys are disabled" },
  challengeNotFound: {
    status: 400,
    code: "webauthn_challenge_not_found",
    message: "Challenge not found or already used",
  },
  challengeExpired: { status: 400, code: "webauthn_challenge_expired", message: "Challenge has expired" },
  proofWrong: { status: 400, code: "webauthn_verification_failed", message: "Credential verification failed" },
  credentialExists: {
    status: 422,
    code: "webauthn_credential_exists",
    message: "This credential is already registered",
  },
  tooMany: { status: 422, code: "too_many_passkeys", message: "Maximum number of passkeys reached" },
  onlyWayIn: {
    status: 422,
    code: "single_identity_not_deletable",
    message: "User must have at least 1 way to sign in after deleting the passkey",
  },
  notFound: { status: 404, code: "validation_failed", message: "Passkey not found" },
  insufficientAssurance: {
    status: 403,
    code: "insufficient_aal",
    message: "AAL2 session is required to manage passkeys when MFA is enabled",
  },
};
