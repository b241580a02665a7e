import type { Context } from "hono";
import type { AuthReason } from "../auth/reasons.ts";
import { tokenMessage } from "../auth/rejections.ts";
import type { Failure } from "../kernel/failure.ts";
import type { JsonObject } from "../kernel/json.ts";
import { unreachable } from "../kernel/never.ts";
import { attributeMessages } from "./admin/attribute-messages.ts";
import { keyErrors } from "./admin/key-errors.ts";
import { noStore } from "./cache.ts";
import { factorError } from "./factor-errors.ts";
import { flowErrors } from "./flow-errors.ts";
import { oauthErrors } from "./oauth-errors.ts";
import { isProtocolPath, oauthBody } from "./oauth-server/protocol.ts";
import { passkeyErrors } from "./passkey-errors.ts";
import { recoveryErrors } from "./recovery-errors.ts";

/** An error as GoTrue words it; `errors.ts` writes it in the form of the client's API version. */
export interface GoTrueError {
  readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 413 | 422 | 429 | 500 | 503;
  readonly code: string;
  readonly message: string;
  readonly weakPasswordReasons?: readonly string[];
  readonly errorId?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const versionHeader = "x-supabase-api-version";
const version20240101 = "2024-01-01";

/**
 * Answers with the error. From API version 2024-01-01 on the code is in `code`, before it in `error_code` while `code`
 * repeats the status. Source: supabase/auth, internal/api/errors.go and apiversions.go.
 */
export function sendError(c: Context, error: GoTrueError): Response {
  const { body, headers } = written(c.req.header(versionHeader) ?? "", error, c.req.path);
  return c.json(body, error.status, headers);
}

export const bodyTooLarge: GoTrueError = goTrueError(413, "request_entity_too_large", "Request body too large");

const earlyErrors: ReadonlyMap<number, GoTrueError> = new Map([
  [413, bodyTooLarge],
  [429, goTrueError(429, "over_request_rate_limit", "Request rate limit reached")],
]);

/**
 * 413 and 429 in GoTrue's words, before any of its endpoints. Source: supabase/auth,
 * internal/api/apierrors/errorcode.go.
 */
export function earlyRefusal({ status, headers: given }: Failure, request: Request): Response | null {
  const error = earlyErrors.get(status);
  if (error === undefined) return null;
  const asked = request.headers.get(versionHeader) ?? "";
  const { body, headers } = written(asked, { ...error, headers: given ?? {} }, new URL(request.url).pathname);
  return Response.json(body, { status: error.status, headers });
}

interface Written {
  readonly body: JsonObject;
  readonly headers: Record<string, string>;
}

function written(asked: string, error: GoTrueError, path: string): Written {
  if (isProtocolPath(path)) return { body: oauthBody(error), headers: { ...noStore, ...error.headers } };
  const isNew = /^\d{4}-\d{2}-\d{2}$/.test(asked) && asked >= version20240101;
  const weak = error.weakPasswordReasons === undefined ? {} : { weak_password: { reasons: error.weakPasswordReasons } };
  const body = isNew
    ? { code: error.code, message: error.message, ...weak }
    : { code: error.status, error_code: error.code, msg: error.message, ...weak };
  const id = error.errorId === undefined ? {} : { error_id: error.errorId };
  const headers = {
    "cache-control": "no-store",
    ...(isNew ? { [versionHeader]: version20240101 } : {}),
    ...error.headers,
  };
  return { body: { ...body, ...id }, headers };
}

export function goTrueError(status: GoTrueError["status"], code: string, message: string): GoTrueError {
  return { status, code, message };
}

export const noAuthorization: GoTrueError = {
  ...goTrueError(401, "no_authorization", "This endpoint requires a valid Bearer token"),
  headers: { "www-authenticate": "Bearer" },
};

/** Reasons as GoTrue's statuses, codes and words. Source: supabase/auth, internal/api. */
export function reasonError(reason: AuthReason): GoTrueError {
  switch (reason.kind) {
    case "signupDisabled":
      return goTrueError(422, "signup_disabled", "Signups not allowed for this instance");
    case "emailInvalid":
      return goTrueError(400, "validation_failed", "Unable to validate email address: invalid format");
    case "passwordWeak":
      return { ...goTrueError(422, "weak_password", reason.message), weakPasswordReasons: reason.reasons };
    case "passwordTooLong":
      return goTrueError(422, "validation_failed", `Password cannot be longer than ${reason.maxLength} characters`);
    case "samePassword":
      return goTrueError(422, "same_password", "New password should be different from the old password.");
    case "metadataTooLarge":
      return goTrueError(422, "validation_failed", `Metadata cannot be larger than ${reason.maxBytes} bytes`);
    case "userExists":
      return goTrueError(422, "user_already_exists", "User already registered");
    case "attribute":
      return goTrueError(400, "validation_failed", attributeMessages[reason.attribute]);
    case "key":
      return { ...keyErrors[reason.key] };
    case "userInUse":
      return goTrueError(409, "conflict", "What refers to the user keeps it from being deleted");
    case "provisionConflict":
      return goTrueError(422, "conflict", "What belongs to a new user conflicts with what is there already");
    case "invalidCredentials":
      return goTrueError(400, "invalid_credentials", "Invalid login credentials");
    case "emailNotConfirmed":
      return goTrueError(400, "email_not_confirmed", "Email not confirmed");
    case "userBanned":
      return goTrueError(403, "user_banned", "User is banned");
    case "flow":
      return flowErrors[reason.reason];
    case "oauth":
      return oauthErrors[reason.reason];
    case "factor":
      return factorError(reason.reason);
    case "passkey":
      return passkeyErrors[reason.reason];
    case "recovery":
      return recoveryErrors[reason.reason];
    case "conflict":
      return goTrueError(409, "conflict", "The user is being changed by other requests; try again");
    case "tooManyAttempts":
      return {
        ...goTrueError(429, "over_request_rate_limit", "Request rate limit reached"),
        headers: { "retry-after": String(reason.retryAfterSeconds) },
      };
    case "busy":
      return {
        ...goTrueError(429, "over_request_rate_limit", "Too many sign-ins at once; try again"),
        headers: { "retry-after": "2" },
      };
    default:
      return sessionError(reason);
  }
}

type SessionKind =
  | "refreshTokenNotFound"
  | "refreshTokenUsed"
  | "sessionExpired"
  | "sessionNotFound"
  | "proofMissing"
  | "userNotFound"
  | "noSubject"
  | "badToken";

function sessionError(reason: Extract<AuthReason, { readonly kind: SessionKind }>): GoTrueError {
  switch (reason.kind) {
    case "refreshTokenNotFound":
      return goTrueError(400, "refresh_token_not_found", "Invalid Refresh Token: Refresh Token Not Found");
    case "refreshTokenUsed":
      return goTrueError(400, "refresh_token_already_used", "Invalid Refresh Token: Already Used");
    case "sessionExpired":
      return goTrueError(
        400,
        "session_expired",
        `Invalid Refresh Token: Session Expired${inactivity(reason.inactive)}`,
      );
    case "proofMissing":
      return goTrueError(400, "invalid_dpop_proof", "The session is bound to a key, of which there is no DPoP proof");
    case "sessionNotFound":
      return goTrueError(403, "session_not_found", "Session from session_id claim in JWT does not exist");
    case "userNotFound":
      return goTrueError(403, "user_not_found", "User from sub claim in JWT does not exist");
    case "noSubject":
      return goTrueError(403, "bad_jwt", "invalid claim: missing sub claim");
    case "badToken":
      return badToken(tokenMessage(reason.token));
    default:
      return unreachable(reason);
  }
}

function badToken(message: string): GoTrueError {
  return {
    ...goTrueError(403, "bad_jwt", `invalid JWT: unable to parse or verify signature, ${message}`),
    headers: { "www-authenticate": `Bearer error="invalid_token", error_description="${message}"` },
  };
}

function inactivity(isInactive: boolean): string {
  return isInactive ? " (Inactivity)" : "";
}
