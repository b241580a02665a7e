import { isJsonObject, type Json, type JsonObject } from "../../kernel/json.ts";
import type { Row } from "../ports.ts";

/** Who a user is at a provider, as the user's row shows it. */
export interface Identity {
  readonly id: string;
  /** The provider's own name for him. */
  readonly providerId: string;
  readonly userId: string;
  readonly provider: string;
  readonly data: JsonObject;
  readonly email: string | null;
  readonly lastSignInAt: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export function readIdentities(row: Row): readonly Identity[] {
  if (typeof row.identities !== "string" || row.identities === "[]") return [];
  const parsed: Json = JSON.parse(row.identities);
  return Array.isArray(parsed) ? parsed.filter(isJsonObject).map(readIdentity) : [];
}

function readIdentity(given: JsonObject): Identity {
  return {
    id: text(given.identity_id),
    providerId: text(given.id),
    userId: text(given.user_id),
    provider: text(given.provider),
    data: isJsonObject(given.identity_data) ? given.identity_data : {},
    email: typeof given.email === "string" ? given.email : null,
    lastSignInAt: typeof given.last_sign_in_at === "string" ? given.last_sign_in_at : null,
    createdAt: text(given.created_at),
    updatedAt: text(given.updated_at),
  };
}

function text(given: Json | undefined): string {
  return typeof given === "string" ? given : "";
}

/**
 * The id of the identity that a user's own address or phone is: no row has it. The address's is the user's id; the
 * phone's differs from it in the first digit alone.
 */
export function ownIdentityId(userId: string, channel: "email" | "phone"): string {
  if (channel === "email") return userId;
  return `${(Number.parseInt(userId.charAt(0), 16) ^ 8).toString(16)}${userId.slice(1)}`;
}

/** What `app_metadata` says of providers, as a merge patch, once one of them is gone. */
export function withoutProvider({ provider, providers }: JsonObject, gone: string): string {
  const all = Array.isArray(providers) ? providers : [];
  const left = all.filter((each) => each !== gone);
  return JSON.stringify({ provider: provider === gone ? (left[0] ?? null) : (provider ?? null), providers: left });
}
