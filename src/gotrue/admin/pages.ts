import { err, ok, type Result } from "../../kernel/result.ts";
import { type GoTrueError, goTrueError } from "../errors.ts";

export interface Page {
  /** From 1. */
  readonly page: number;
  readonly perPage: number;
}

const defaultPerPage = 50;
/** GoTrue has no bound; more than this in one answer is nobody's page. */
const maxPerPage = 1000;
const maxPage = 1_000_000;

/** `page` and `per_page`, of which an empty one is none. Source: supabase/auth, internal/api/pagination.go. */
export function readPage(query: URLSearchParams): Result<Page, GoTrueError> {
  const page = whole(query.get("page"), 1);
  const perPage = whole(query.get("per_page"), defaultPerPage);
  if (page === null || perPage === null || page > maxPage) {
    return err(goTrueError(400, "validation_failed", "Bad Pagination Parameters: they must be positive whole numbers"));
  }
  return ok({ page: Math.max(page, 1), perPage: Math.min(Math.max(perPage, 1), maxPerPage) });
}

function whole(text: string | null, otherwise: number): number | null {
  if (text === null || text === "") return otherwise;
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}

/**
 * `x-total-count` and `link` (RFC 8288). The targets are queries alone, which are relative to the request's own address
 * (RFC 3986 section 4.2); `page` comes first in them, where auth-js looks for it.
 */
export function pageHeaders(query: URLSearchParams, { page, perPage }: Page, total: number): Record<string, string> {
  const last = Math.max(Math.ceil(total / perPage), 1);
  const target = (number: number): string => {
    const others = [...query].filter(([name]) => name !== "page");
    return `<?${new URLSearchParams([["page", String(number)], ...others])}>`;
  };
  const next = page < last ? `${target(page + 1)}; rel="next", ` : "";
  return { link: `${next}${target(last)}; rel="last"`, "x-total-count": String(total) };
}
