import type { JsonObject } from "../../kernel/json.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { normalisePhone } from "../address.ts";
import type { AuthContext } from "../context.ts";
import { checkPassword, normaliseEmail } from "../credentials.ts";
import { instant } from "../instants.ts";
import { hashPassword, isPasswordHash } from "../passwords.ts";
import type { AuthReason } from "../reasons.ts";
import { parseDuration } from "./duration.ts";

/** What an admin says of a user; null for what is not said. */
export interface UserAttributes {
  readonly email: string | null;
  readonly emailConfirm: boolean;
  readonly phone: string | null;
  readonly phoneConfirm: boolean;
  readonly password: string | null;
  /** As `passwords.ts` writes it, from another installation. */
  readonly passwordHash: string | null;
  readonly userMetadata: JsonObject | null;
  readonly appMetadata: JsonObject | null;
  readonly role: string | null;
  /** `none`, or a duration as Go writes them. */
  readonly banDuration: string | null;
}

/** The attributes as they are stored; null for what stays. */
export interface CheckedAttributes {
  readonly email: string | null;
  readonly phone: string | null;
  readonly encryptedPassword: string | null;
  readonly role: string | null;
  /** `until` is null for a ban that is lifted. */
  readonly ban: { readonly until: string | null } | null;
}

/** Checks what an admin has given. A new password is hashed last, so that nothing else is refused after that cost. */
export async function checkAttributes(
  context: AuthContext,
  given: UserAttributes,
): Promise<Result<CheckedAttributes, AuthReason>> {
  const { password, passwordHash, role } = given;
  const email = given.email === null ? ok(null) : normaliseEmail(given.email);
  if (!email.ok) return email;
  const phone = given.phone === null ? ok(null) : normalisePhone(given.phone);
  if (!phone.ok) return phone;
  if (role !== null && !context.settings.roles.has(role)) return err({ kind: "attribute", attribute: "roleUnknown" });
  const ban = given.banDuration === null ? ok(null) : bannedUntil(given.banDuration, context.clock());
  if (!ban.ok) return ban;
  const addresses = { email: email.value, phone: phone.value };
  if (password !== null && passwordHash !== null) return err({ kind: "attribute", attribute: "passwordTwice" });
  if (passwordHash !== null) {
    if (!isPasswordHash(passwordHash)) return err({ kind: "attribute", attribute: "passwordHashInvalid" });
    return ok({ ...addresses, encryptedPassword: passwordHash, role, ban: ban.value });
  }
  const hash = password === null ? ok(null) : await hashed(context, password);
  return hash.ok ? ok({ ...addresses, encryptedPassword: hash.value, role, ban: ban.value }) : hash;
}

async function hashed(context: AuthContext, password: string): Promise<Result<string, AuthReason>> {
  const strong = checkPassword(password, context.settings);
  if (!strong.ok) return strong;
  const hash = await context.hash(() => hashPassword(password));
  return hash.ok ? hash : err({ kind: "busy" });
}

function bannedUntil(duration: string, nowMs: number): Result<{ readonly until: string | null }, AuthReason> {
  const durationMs = duration === "none" ? 0 : parseDuration(duration);
  if (durationMs === null) return err({ kind: "attribute", attribute: "banDurationInvalid" });
  return ok({ until: durationMs === 0 ? null : instant(nowMs + durationMs) });
}
