import type { Actor, AuditAction, AuditEvent } from "../audit/entry.ts";
import type { Client } from "../context.ts";

/** Who administers, and from where. */
export interface AdminActor {
  readonly actor: Actor;
  readonly client: Client;
}

/** The entry of what an admin did to a user. */
export function doneTo(by: AdminActor, action: AuditAction, userId: string): AuditEvent {
  return { action, outcome: "success", ...by, traits: { user_id: userId } };
}
