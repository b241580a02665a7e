import type { KeyReason } from "../../auth/keys/reason.ts";

interface KeyError {
  readonly status: 400 | 404 | 409;
  readonly code: string;
  readonly message: string;
}

const invalid = (message: string): KeyError => ({ status: 400, code: "validation_failed", message });
const conflict = (message: string): KeyError => ({ status: 409, code: "conflict", message });

/** Keys are Perigee's own matter; the codes are GoTrue's nearest. */
export const keyErrors: Readonly<Record<KeyReason, KeyError>> = {
  standbyTooYoung: conflict(
    "The standby key was announced less than 15 minutes ago, so others may not know it yet; wait, or force the rotation",
  ),
  keyNotFound: { status: 404, code: "not_found", message: "There is no such key" },
  keyInUse: conflict("The key is in use; rotate first"),
  keyRoleUnknown: invalid("The role is none of the application's"),
  keyRoleSecret: invalid("A publishable key cannot have the service's role"),
  keyExpiryInvalid: invalid("expires_at must be a time in the future"),
  keyNameInvalid: invalid("name must have 1 to 100 characters"),
};
