import type { JsonObject } from "../../kernel/json.ts";
import type { Session } from "../session.ts";
import type { AuditEvent } from "./entry.ts";

/** The entry that belongs after a session's insertion, however it began. */
export function signedIn(user: { readonly id: string; readonly role: string }, session: Session): AuditEvent {
  const { id, role } = user;
  const traits = { session_id: session.id, amr: JSON.parse(session.amr), ...clientOf(session) };
  return { action: "login", outcome: "success", actor: { id, role }, client: session.client, traits };
}

function clientOf({ oauth }: Session): JsonObject {
  return oauth === null ? {} : { client_id: oauth.clientId };
}
