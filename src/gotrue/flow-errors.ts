import type { FlowReason } from "../auth/flows/reasons.ts";

interface FlowError {
  readonly status: 400 | 403 | 404 | 422 | 429;
  readonly code: string;
  readonly message: string;
}

function error(status: FlowError["status"], code: string, message: string): FlowError {
  return { status, code, message };
}

/** Reasons of links and codes in GoTrue's statuses, codes and words. Source: supabase/auth, internal/api. */
export const flowErrors: Readonly<Record<FlowReason, FlowError>> = {
  challengeIncomplete: error(400, "validation_failed", "PKCE flow requires code_challenge_method and code_challenge"),
  challengeInvalid: error(
    400,
    "validation_failed",
    "code challenge has to be between 43 and 128 characters and contain only alphanumeric characters, hyphens, periods, underscores and tildes",
  ),
  challengeMethodUnknown: error(400, "validation_failed", "unsupported code_challenge method"),
  codeVerifierMissing: error(
    400,
    "validation_failed",
    "invalid request: both auth code and code verifier should be non-empty",
  ),
  codeVerifierWrong: error(400, "bad_code_verifier", "code challenge does not match previously saved code verifier"),
  flowStateNotFound: error(404, "flow_state_not_found", "invalid flow state, no valid flow state found"),
  flowStateExpired: error(422, "flow_state_expired", "invalid flow state, flow state has expired"),
  otpExpired: error(403, "otp_expired", "Token has expired or is invalid"),
  linkExpired: error(403, "otp_expired", "Email link is invalid or has expired"),
  otpDisabled: error(422, "otp_disabled", "Signups not allowed for otp"),
  verificationTypeUnknown: error(400, "validation_failed", "Unsupported verification type"),
  emailDisabled: error(400, "email_provider_disabled", "No mail is sent here: auth.mail is not set"),
  phoneDisabled: error(400, "phone_provider_disabled", "Unsupported phone provider"),
  anonymousDisabled: error(422, "anonymous_provider_disabled", "Anonymous sign-ins are disabled"),
  phoneInvalid: error(400, "validation_failed", "Invalid phone number format (E.164 required)"),
  phoneNotConfirmed: error(400, "phone_not_confirmed", "Phone not confirmed"),
  emailExists: error(422, "email_exists", "A user with this email address has already been registered"),
  phoneExists: error(422, "phone_exists", "A user with this phone number has already been registered"),
  anonymousPassword: error(
    422,
    "validation_failed",
    "Updating password of an anonymous user without an email or phone is not allowed",
  ),
  addressMissing: error(400, "validation_failed", "One of email or phone must be set"),
  reauthenticationNeeded: error(400, "reauthentication_needed", "Password update requires reauthentication"),
  reauthenticationInvalid: error(422, "reauthentication_not_valid", "Nonce has expired or is invalid"),
  providerUnknown: error(400, "validation_failed", "Unsupported provider: provider is not enabled"),
  oauthStateInvalid: error(400, "bad_oauth_state", "OAuth state not found or expired"),
  providerFailed: error(400, "bad_oauth_callback", "Unable to exchange external code"),
  idTokenInvalid: error(400, "validation_failed", "Bad ID token"),
  nonceMismatch: error(400, "validation_failed", "Nonces mismatch"),
  identityExists: error(422, "identity_already_exists", "Identity is already linked to another user"),
  identityNotFound: error(422, "identity_not_found", "Identity doesn't exist"),
  singleIdentity: error(422, "single_identity_not_deletable", "User must have at least 1 identity after unlinking"),
  sentTooRecently: error(
    429,
    "over_email_send_rate_limit",
    "For security purposes, you can only request this once in a while",
  ),
};
