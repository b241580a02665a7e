import type { Window } from "./window.ts";

/** `Content-Range` of PostgREST: `0-19/57`, `0-19/*`, and `*` where there are no rows. */
export function contentRange(first: number, count: number, total: number | null): string {
  const range = count > 0 && total !== 0 ? `${first}-${first + count - 1}` : "*";
  return `${range}/${total ?? "*"}`;
}

/** 200 for all rows there are or where nobody counted, 206 for some, 416 for an offset past the end. */
export function rangeStatus(window: Window, count: number, total: number | null): 200 | 206 | 416 {
  if (total === null) return 200;
  if (window.offset > total) return 416;
  return count < total ? 206 : 200;
}
