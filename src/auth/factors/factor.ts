import { isJsonObject, type Json, type JsonObject } from "../../kernel/json.ts";
import type { Row } from "../ports.ts";
import { readOptionalText, readText } from "../rows.ts";

export type FactorType = "totp" | "webauthn" | "phone";

/** What is public of a factor: in the user, in lists. Times are texts as `instants.ts` writes them. */
export interface Factor {
  readonly id: string;
  readonly friendlyName: string | null;
  readonly type: string;
  readonly isVerified: boolean;
  readonly phone: string | null;
  readonly lastChallengedAt: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** From `auth_users.factors`. What the triggers write can be read, so anything else is a fault of the database. */
export function readFactors(row: Row): readonly Factor[] {
  const parsed: Json = JSON.parse(readText(row, "factors"));
  if (!Array.isArray(parsed)) throw new TypeError("column factors holds no list");
  return parsed.filter(isJsonObject).map(readPublished);
}

function readPublished(members: JsonObject): Factor {
  const text = (name: string): string | null => {
    const member = members[name];
    return typeof member === "string" ? member : null;
  };
  return {
    id: text("id") ?? "",
    friendlyName: text("friendly_name"),
    type: text("factor_type") ?? "",
    isVerified: text("status") === "verified",
    phone: text("phone"),
    lastChallengedAt: text("last_challenged_at"),
    createdAt: text("created_at") ?? "",
    updatedAt: text("updated_at") ?? "",
  };
}

/** A factor's own row, with what is secret. */
export interface StoredFactor {
  readonly id: string;
  readonly type: string;
  readonly friendlyName: string;
  readonly isVerified: boolean;
  readonly phone: string | null;
  readonly secret: string | null;
  readonly credential: string | null;
  readonly lockedUntil: string | null;
}

export function readStoredFactor(row: Row): StoredFactor {
  return {
    id: readText(row, "id"),
    type: readText(row, "factor_type"),
    friendlyName: readText(row, "friendly_name"),
    isVerified: row.status === "verified",
    phone: readOptionalText(row, "phone"),
    secret: readOptionalText(row, "secret"),
    credential: readOptionalText(row, "credential"),
    lockedUntil: readOptionalText(row, "locked_until"),
  };
}

/** How a second factor is named in `amr`, as GoTrue names it. The trigger that lowers sessions has the same names. */
export type FactorMethod = "totp" | "mfa/webauthn" | "mfa/phone" | "mfa/recovery_code";

export function hasVerifiedFactor(factors: readonly Factor[]): boolean {
  return factors.some((factor) => factor.isVerified);
}

/** Whether the session has proved the user's second factor, or there is none; `row` as `selectOwner` reads it. */
export function hasProven({ factors }: { readonly factors: readonly Factor[] }, row: Row | undefined): boolean {
  return !hasVerifiedFactor(factors) || row?.session_aal === "aal2";
}
