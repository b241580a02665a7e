import type { OAuthReason } from "../auth/oauth-server/reasons.ts";

interface ServerError {
  readonly status: 400 | 401 | 403 | 404;
  readonly code: string;
  readonly message: string;
}

function error(status: ServerError["status"], code: string, message: string): ServerError {
  return { status, code, message };
}

/** What users and admins are told by the OAuth server. Source: supabase/auth, internal/api/oauthserver. */
export const oauthErrors: Readonly<Record<OAuthReason, ServerError>> = {
  clientNotFound: error(404, "oauth_client_not_found", "OAuth client not found"),
  clientIsPublic: error(400, "validation_failed", "Cannot regenerate secret for public client"),
  nothingToChange: error(400, "validation_failed", "No fields provided for update"),
  clientTypeFixed: error(400, "validation_failed", "A client stays public or confidential"),
  authorizationNotFound: error(404, "oauth_authorization_not_found", "authorization not found"),
  authorizationNotPending: error(400, "validation_failed", "authorization request cannot be processed"),
  signInTooOld: error(401, "reauthentication_needed", "The client asks for a fresh sign-in"),
  consentNotFound: error(404, "oauth_consent_not_found", "No active grant found for this client"),
  clientToken: error(403, "insufficient_scope", "This is for the user alone, not for an OAuth client"),
  originForeign: error(400, "validation_failed", "unauthorized request origin"),
};
