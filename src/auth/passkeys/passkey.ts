import type { Row } from "../ports.ts";
import { readOptionalText, readText } from "../rows.ts";

/** A passkey as its user sees it. Times are texts as `instants.ts` writes them. */
export interface Passkey {
  readonly id: string;
  readonly friendlyName: string;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
}

export function readPasskey(row: Row): Passkey {
  return {
    id: readText(row, "id"),
    friendlyName: readText(row, "friendly_name"),
    createdAt: readText(row, "created_at"),
    lastUsedAt: readOptionalText(row, "last_used_at"),
  };
}
