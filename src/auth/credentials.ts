import { utf8 } from "../kernel/bytes.ts";
import type { JsonObject } from "../kernel/json.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { isLeaked } from "./leaked/leaked.ts";
import type { AuthReason } from "./reasons.ts";
import type { AuthSettings } from "./settings.ts";

/** Longer ones are refused before they are hashed. In UTF-16 units. */
export const maxPasswordLength = 1000;

/** Of the JSON texts: access tokens carry the metadata, and may have 10,240 bytes (`maxTokenBytes`). */
export const maxUserMetadataBytes = 4096;
export const maxAppMetadataBytes = 2048;

/**
 * An address as it is stored and compared: trimmed and in lower case, without characters that do not show (two accounts
 * would look the same). RFC 5321 section 4.5.3.1: at most 254 bytes.
 */
export function normaliseEmail(given: string): Result<string, AuthReason> {
  const email = given.trim().toLowerCase();
  const valid =
    /^[^\s@<>(),;:"[\]\\]{1,64}@[^\s@.<>(),;:"[\]\\]+(\.[^\s@.<>(),;:"[\]\\]+)*$/u.test(email) &&
    /^\P{C}*$/u.test(email);
  return valid && utf8(email).length <= 254 ? ok(email) : err({ kind: "emailInvalid" });
}

/** Whether a new password is strong enough. Its length counts characters, not bytes. */
export function checkPassword(password: string, settings: AuthSettings): Result<null, AuthReason> {
  if (password.length > maxPasswordLength) return err({ kind: "passwordTooLong", maxLength: maxPasswordLength });
  const reasons: string[] = [];
  const messages: string[] = [];
  if ([...password].length < settings.passwordMinLength) {
    reasons.push("length");
    messages.push(`Password should be at least ${settings.passwordMinLength} characters.`);
  }
  if (settings.refuseLeakedPasswords && isLeaked(password)) {
    reasons.push("pwned");
    messages.push("Password is known to be weak and easy to guess, please choose a different one.");
  }
  return reasons.length === 0 ? ok(null) : err({ kind: "passwordWeak", reasons, message: messages.join(" ") });
}

export function checkMetadata(data: JsonObject): Result<null, AuthReason> {
  return within(data, maxUserMetadataBytes);
}

export function checkAppMetadata(data: JsonObject): Result<null, AuthReason> {
  return within(data, maxAppMetadataBytes);
}

function within(data: JsonObject, maxBytes: number): Result<null, AuthReason> {
  return utf8(JSON.stringify(data)).length <= maxBytes ? ok(null) : err({ kind: "metadataTooLarge", maxBytes });
}
