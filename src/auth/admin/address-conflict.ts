import { DatabaseError } from "../../kernel/database-error.ts";
import { conflict } from "../provision.ts";
import type { AuthReason } from "../reasons.ts";

/** As `conflict`, but that it tells which of the addresses is taken: who administers may know. */
export function addressConflict(error: unknown): AuthReason | null {
  const isPhone = error instanceof DatabaseError && /\bauth_users\.phone\b/.test(error.message);
  return isPhone ? { kind: "flow", reason: "phoneExists" } : conflict(error);
}
