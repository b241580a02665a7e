import type { JsonObject } from "../../kernel/json.ts";
import { statement } from "../../sql/compile.ts";
import { empty, sql, value } from "../../sql/fragment.ts";
import type { AuthContext } from "../context.ts";
import type { Row } from "../ports.ts";
import { readObject, readOptionalText, readText } from "../rows.ts";

export interface AuditPage {
  /** From 1. */
  readonly page: number;
  readonly perPage: number;
  /** Null for all. */
  readonly filter: AuditFilter | null;
}

export interface AuditFilter {
  readonly by: "author" | "action" | "type";
  /** Part of what is looked for, whatever its case. */
  readonly text: string;
}

export interface ListedEntry {
  readonly seq: number;
  readonly entry: JsonObject;
  /** The actor's address today; null where there is none any more. */
  readonly actorEmail: string | null;
  readonly hash: string;
}

const filtered = {
  author: sql`coalesce(u."email", l."entry" ->> '$.actor_role')`,
  action: sql`l."entry" ->> '$.action'`,
  type: sql`l."entry" ->> '$.log_type'`,
} as const;

/** One page of the log, the newest first, and how many entries there are; one round trip. */
export async function listAudit(
  context: AuthContext,
  { page, perPage, filter }: AuditPage,
): Promise<{ readonly entries: readonly ListedEntry[]; readonly total: number }> {
  const where =
    filter === null ? empty : sql`where instr(lower(${filtered[filter.by]}), ${value(filter.text.toLowerCase())}) > 0`;
  const from = sql`from "auth_audit_log" l left join "auth_users" u on u."id" = l."entry" ->> '$.actor_id' ${where}`;
  const [counted, found] = await context.store.batch(
    [
      statement(sql`select count(*) as "total" ${from}`),
      statement(sql`select l."seq", l."entry", l."hash", u."email" ${from} order by l."seq" desc
        limit cast(${value(perPage)} as integer) offset cast(${value((page - 1) * perPage)} as integer)`),
    ],
    { retry: true },
  );
  const total = counted?.rows[0]?.total;
  return { entries: (found?.rows ?? []).map(readEntry), total: typeof total === "number" ? total : 0 };
}

function readEntry(row: Row): ListedEntry {
  return {
    seq: typeof row.seq === "number" ? row.seq : 0,
    entry: readObject(row, "entry"),
    actorEmail: readOptionalText(row, "email"),
    hash: readText(row, "hash"),
  };
}
