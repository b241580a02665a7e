import type { RecoveryReason } from "../auth/recovery/reasons.ts";

export interface RecoveryError {
  readonly status: 403 | 404 | 422;
  readonly code: string;
  readonly message: string;
}

/** As GoTrue's statuses, codes and words. Source: supabase/auth, internal/api/recovery_codes.go. */
export const recoveryErrors: Readonly<Record<RecoveryReason, RecoveryError>> = {
  none: { status: 404, code: "mfa_factor_not_found", message: "The user has not enrolled recovery codes" },
  exist: {
    status: 422,
    code: "mfa_verified_factor_exists",
    message: "Recovery codes are already enrolled for this user, use regenerate to rotate them",
  },
  soleFactor: {
    status: 422,
    code: "mfa_recovery_codes_sole_factor",
    message: "At least one other verified factor is required to generate recovery codes",
  },
  insufficientToGenerate: insufficient("generate"),
  insufficientToRegenerate: insufficient("regenerate"),
  insufficientToDelete: insufficient("delete"),
  codeWrong: { status: 422, code: "mfa_verification_failed", message: "Invalid recovery code entered" },
};

function insufficient(what: string): RecoveryError {
  return { status: 403, code: "insufficient_aal", message: `AAL2 required to ${what} recovery codes` };
}
