import type { AuditAction, AuditEvent } from "../audit/entry.ts";
import type { Client } from "../context.ts";

export interface FactorDeed {
  readonly action: Extract<
    AuditAction,
    | "factor_in_progress"
    | "factor_unenrolled"
    | "challenge_created"
    | "verification_attempted"
    | "recovery_codes_generated"
    | "recovery_codes_regenerated"
  >;
  readonly factorId: string;
  readonly client: Client;
  readonly outcome?: AuditEvent["outcome"];
}

/** The entry of what a user did with a factor. */
export function deedOf(
  { id, role }: { readonly id: string | null; readonly role: string },
  { action, factorId, client, outcome = "success" }: FactorDeed,
): AuditEvent {
  return { action, outcome, actor: { id, role }, client, traits: { factor_id: factorId } };
}
