import { DatabaseError } from "../kernel/database-error.ts";
import type { Statement } from "../sql/compile.ts";
import type { AuthReason } from "./reasons.ts";
import type { User } from "./user.ts";

/** Statements that the application wants in the batch of a new user, after the user's row. */
export type Provision = (user: User) => readonly Statement[] | Promise<readonly Statement[]>;

/** Null where the error is not a refusal of the database. */
export function conflict(error: unknown): AuthReason | null {
  if (!(error instanceof DatabaseError)) return null;
  if (error.kind !== "constraint" && error.kind !== "abort") return null;
  return /\bauth_users\.(?:email|phone)\b/.test(error.message) ? { kind: "userExists" } : { kind: "provisionConflict" };
}
