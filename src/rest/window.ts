import { type Failure, failure } from "../kernel/failure.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { negativeLimit, unsatisfiable } from "./failures.ts";

/** The rows of the top level that a request asks for. */
export interface Window {
  readonly offset: number;
  /** Null: no bound but the collection's own. */
  readonly limit: number | null;
}

export interface WindowInput {
  readonly limit: string | null;
  readonly offset: string | null;
  /** The `Range` header, of a GET only (RFC 9110, section 14.2); null for none. */
  readonly range: string | null;
  /** What is no number is an error: a write must not touch more rows than it meant to. */
  readonly strict: boolean;
}

export const everything: Window = { offset: 0, limit: null };

/**
 * `limit` and `offset`, and `Range: 0-9`; where there are both, the rows that are in both. A limit that is not a number is
 * ignored, as PostgREST does, and so is a negative offset, unless `strict`. `limit=0` is no rows at all. Errors: PGRST103; PGRST100 where `strict`.
 * Source: https://docs.postgrest.org/en/v14/references/api/pagination_count.html
 */
export function resolveWindow(input: WindowInput): Result<Window, Failure> {
  if (input.limit === null && input.offset === null && input.range === null) return ok(everything);
  if (input.strict) {
    for (const text of [input.limit, input.offset]) {
      if (text !== null && integer(text) === null) return err(failure("PGRST100", `failed to parse limit (${text})`));
    }
  }
  const limit = integer(input.limit);
  const offset = integer(input.offset) ?? 0;
  if (limit === 0) return ok({ offset: 0, limit: 0 });
  if (limit !== null && limit < 0) return err(negativeLimit);
  if (offset < 0 && input.strict) return err(unsatisfiable("Offset should be greater than or equal to zero."));
  const range = headerRange(input.range);
  if (range.last < range.first) {
    return err(
      unsatisfiable("The lower boundary must be lower than or equal to the upper boundary in the Range header."),
    );
  }
  const start = Math.max(offset, 0);
  const first = Math.max(start, range.first);
  const last = Math.min(limit === null ? Number.POSITIVE_INFINITY : start + limit - 1, range.last);
  if (last < first) return err(negativeLimit);
  return ok({ offset: first, limit: last === Number.POSITIVE_INFINITY ? null : last - first + 1 });
}

function headerRange(header: string | null): { readonly first: number; readonly last: number } {
  const found = header === null ? null : /^(\d+)-(\d*)$/.exec(header.trim());
  if (found === null) return { first: 0, last: Number.POSITIVE_INFINITY };
  const [, first = "", last = ""] = found;
  return { first: bounded(first), last: last === "" ? Number.POSITIVE_INFINITY : bounded(last) };
}

function integer(text: string | null): number | null {
  return text !== null && /^\s*-?\d+\s*$/.test(text) ? bounded(text) : null;
}

function bounded(text: string): number {
  return Math.max(Math.min(Number(text), 2 ** 52), -(2 ** 52));
}
