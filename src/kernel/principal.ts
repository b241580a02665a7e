import type { JsonObject } from "./json.ts";

/** Who asks: what a verified token says, or the anonymous principal. Never built from unverified input. */
export interface Principal {
  /** The user's id (the token's `sub`); null for keys and for nobody. */
  readonly id: string | null;
  /** One role of the definition: `anon`, `authenticated`, `service_role` or one of the application's own. */
  readonly role: string;
  /** The session that the token belongs to (`session_id`); null where there is none to check. */
  readonly sessionId: string | null;
  /** Every claim of the token, as signed. */
  readonly claims: JsonObject;
}

export const anonymous: Principal = { id: null, role: "anon", sessionId: null, claims: {} };

/** The role that no rule applies to. */
export const serviceRole = "service_role";
