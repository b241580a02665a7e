import { err, type Result } from "../../kernel/result.ts";

/**
 * An error in OAuth's words: RFC 6749 sections 4.1.2.1 and 5.2, RFC 7591 section 3.2.2, RFC 8707 section 2, RFC 6750
 * section 3.1, OpenID Connect Core 1.0 section 3.1.2.6.
 */
export type OAuthErrorCode =
  | "invalid_request"
  | "invalid_client"
  | "invalid_grant"
  | "unauthorized_client"
  | "unsupported_grant_type"
  | "unsupported_response_type"
  | "invalid_scope"
  | "invalid_target"
  | "access_denied"
  | "login_required"
  | "consent_required"
  | "request_not_supported"
  | "request_uri_not_supported"
  | "registration_not_supported"
  | "invalid_redirect_uri"
  | "invalid_client_metadata"
  | "invalid_token"
  | "insufficient_scope"
  | "temporarily_unavailable"
  | "server_error";

export interface OAuthError {
  readonly error: OAuthErrorCode;
  /** For the client's developer: fixed words, nothing of the request. */
  readonly description: string;
}

export function refuse(error: OAuthErrorCode, description: string): Result<never, OAuthError> {
  return err({ error, description });
}
