import { err, ok, type Result } from "../kernel/result.ts";
import { type Sql, sql, value } from "../sql/fragment.ts";
import { normaliseEmail } from "./credentials.ts";
import type { AuthReason } from "./reasons.ts";
import type { User } from "./user.ts";

/** Where a user can be reached, as a client gives it. */
export type GivenAddress = { readonly email: string } | { readonly phone: string };

/** As it is stored and compared. */
export interface Address {
  readonly channel: "email" | "phone";
  readonly value: string;
}

export function readAddress(given: GivenAddress): Result<Address, AuthReason> {
  const isEmail = "email" in given;
  const normal = isEmail ? normaliseEmail(given.email) : normalisePhone(given.phone);
  return normal.ok ? ok({ channel: isEmail ? "email" : "phone", value: normal.value }) : normal;
}

/** E.164, without the `+`, blanks and hyphens that people write. */
export function normalisePhone(given: string): Result<string, AuthReason> {
  const digits = given
    .trim()
    .replace(/^\+/, "")
    .replaceAll(/[\s()-]/g, "");
  return /^[1-9]\d{1,14}$/.test(digits) ? ok(digits) : err({ kind: "flow", reason: "phoneInvalid" });
}

/** True in SQL for the user of that address. */
export function hasAddress({ channel, value: text }: Address): Sql {
  return channel === "email" ? sql`"email" = ${value(text)}` : sql`"phone" = ${value(text)}`;
}

export function isConfirmed(user: User, { channel }: Address): boolean {
  return (channel === "email" ? user.emailConfirmedAt : user.phoneConfirmedAt) !== null;
}
