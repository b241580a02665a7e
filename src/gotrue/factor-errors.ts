import type { FactorReason } from "../auth/factors/reasons.ts";
import { unreachable } from "../kernel/never.ts";

/** An error as `errors.ts` writes it. */
export interface FactorError {
  readonly status: 401 | 403 | 404 | 422 | 429;
  readonly code: string;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Reasons about factors as GoTrue's statuses, codes and words. Source: supabase/auth, internal/api/mfa.go. */
export function factorError(reason: FactorReason): FactorError {
  switch (reason.kind) {
    case "factorNotFound":
      return factorFailure(404, "mfa_factor_not_found", "Factor not found");
    case "nameTaken": {
      const name = JSON.stringify(reason.name);
      const message = `A factor with the friendly name ${name} for this user already exists`;
      return factorFailure(422, "mfa_factor_name_conflict", message);
    }
    case "tooManyFactors": {
      const message = "Maximum number of verified factors reached, unenroll to continue";
      return factorFailure(422, "too_many_enrolled_mfa_factors", message);
    }
    case "insufficientAssurance":
      return assuranceErrors[reason.to];
    case "recoveryCodes": {
      const message = "Recovery codes cannot be unenrolled with this endpoint, use DELETE /factors/recovery-codes";
      return factorFailure(422, "validation_failed", message);
    }
    case "recoveryCodesLeft": {
      const message =
        "Recovery codes cannot be the only verified factor. Please enroll another factor before unenrolling this one or delete your recovery codes.";
      return factorFailure(422, "mfa_recovery_codes_sole_factor", message);
    }
    case "challengeNotFound":
      return factorFailure(422, "mfa_factor_not_found", "MFA factor with the provided challenge ID not found");
    case "challengeExpired": {
      const message = `MFA challenge ${reason.id} has expired, verify against another challenge or create a new challenge.`;
      return factorFailure(422, "mfa_challenge_expired", message);
    }
    case "addressMismatch":
      return factorFailure(422, "mfa_ip_address_mismatch", "Challenge and verify IP addresses mismatch.");
    case "codeWrong":
      return factorFailure(422, "mfa_verification_failed", wrongCode[reason.of]);
    case "proofWrong":
      return factorFailure(422, "mfa_verification_failed", "Invalid WebAuthn response");
    case "webauthnDisabled":
      return factorFailure(422, "mfa_webauthn_enroll_not_enabled", "MFA enroll is disabled for WebAuthn");
    case "phoneDisabled":
      return factorFailure(422, "mfa_phone_enroll_not_enabled", "MFA enroll is disabled for Phone");
    case "phoneTaken": {
      const message = "A verified phone factor already exists, unenroll the existing factor to continue";
      return factorFailure(422, "mfa_verified_factor_exists", message);
    }
    case "tooSoon": {
      const message = `For security purposes, you can only request this after ${reason.waitSeconds} seconds.`;
      return {
        ...factorFailure(429, "over_sms_send_rate_limit", message),
        headers: { "retry-after": String(reason.waitSeconds) },
      };
    }
    case "attemptsExhausted":
      return {
        ...factorFailure(429, "over_request_rate_limit", "Too many attempts with this factor; try again later"),
        headers: { "retry-after": String(reason.retryAfterSeconds) },
      };
    default:
      return unreachable(reason);
  }
}

const wrongCode = { totp: "Invalid TOTP code entered", phone: "Invalid MFA Phone code entered" } as const;

function factorFailure(status: FactorError["status"], code: string, message: string): FactorError {
  return { status, code, message };
}

const assuranceErrors: Readonly<Record<Extract<FactorReason, { kind: "insufficientAssurance" }>["to"], FactorError>> = {
  enroll: factorFailure(403, "insufficient_aal", "AAL2 required to enroll a new factor"),
  unenroll: factorFailure(422, "insufficient_aal", "AAL2 required to unenroll verified factor"),
  changeCredentials: factorFailure(
    401,
    "insufficient_aal",
    "AAL2 session is required to update email or password when MFA is enabled.",
  ),
};
