import type { Context } from "hono";
import type { AuditFilter, ListedEntry } from "../../auth/audit/list.ts";
import type { JsonObject } from "../../kernel/json.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { noStore } from "../cache.ts";
import { type GoTrueError, goTrueError, sendError } from "../errors.ts";
import type { Surface } from "../surface.ts";
import { adminOnly } from "./access.ts";
import { pageHeaders, readPage } from "./pages.ts";

/** `GET /admin/audit?page=&per_page=&query=author|action|type:TEXT`. Source: supabase/auth, internal/api/audit.go. */
export function auditEndpoint(surface: Surface): void {
  surface.app.get("/admin/audit", adminOnly(surface, listAudit));
}

async function listAudit(c: Context, { auth }: Surface): Promise<Response> {
  const query = new URL(c.req.url).searchParams;
  const page = readPage(query);
  if (!page.ok) return sendError(c, page.error);
  const filter = readFilter(query.get("query") ?? "");
  if (!filter.ok) return sendError(c, filter.error);
  const { entries, total } = await auth.admin.listAudit({ ...page.value, filter: filter.value });
  return c.json(entries.map(entryJson), 200, { ...noStore, ...pageHeaders(query, page.value, total) });
}

function readFilter(query: string): Result<AuditFilter | null, GoTrueError> {
  if (query === "") return ok(null);
  const [by, ...rest] = query.split(":");
  const known = by === "author" || by === "action" || by === "type";
  if (!known || rest.length === 0) return err(goTrueError(400, "validation_failed", `Invalid query scope: ${query}`));
  return ok({ by, text: rest.join(":").slice(0, 256) });
}

/** GoTrue's shape, with outcome, place and hash beside it. */
function entryJson({ seq, entry, actorEmail, hash }: ListedEntry): JsonObject {
  const { id, created_at, ip_address, action, log_type, outcome, actor_id, actor_role, user_agent, traits } = entry;
  return {
    id: id ?? null,
    payload: {
      action: action ?? null,
      log_type: log_type ?? null,
      outcome: outcome ?? null,
      actor_id: actor_id ?? null,
      actor_role: actor_role ?? null,
      actor_username: actorEmail ?? actor_role ?? null,
      actor_via_sso: false,
      user_agent: user_agent ?? null,
      traits: traits ?? {},
    },
    created_at: typeof created_at === "string" ? created_at.replace("+00:00", "Z") : null,
    ip_address: ip_address ?? "",
    seq,
    hash,
  };
}
