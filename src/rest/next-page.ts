import type { Call } from "./call.ts";
import { isCursor } from "./lex.ts";
import { decodeText } from "./percent.ts";
import type { Window } from "./window.ts";

/**
 * Where the next page begins: the cursor of the last row, and where the page is full a link to the page after it (RFC
 * 8288, section 3).
 */
export function nextPage(
  call: Call,
  window: Window,
  { cursor, count }: { readonly cursor: string; readonly count: number },
): Readonly<Record<string, string>> {
  const { limits, model } = call.server;
  const most = model.collections.get(call.collection)?.maxRows ?? limits.maxRows;
  const isFull = count >= Math.min(window.limit ?? most, most);
  const named = { "perigee-next-cursor": cursor };
  return isFull ? { ...named, link: `<${withCursor(call.request.url, cursor)}>; rel="next"` } : named;
}

/** The same URL, without its origin, that goes on after the cursor. */
function withCursor(url: string, cursor: string): string {
  const { pathname, search } = new URL(url);
  const kept = search
    .slice(1)
    .split("&")
    .filter((pair) => {
      const [key = "", value = ""] = pair.split("=").map(decodeText);
      return pair !== "" && !(key === "after" && isCursor(value));
    });
  return `${pathname}?${[...kept, `after=${cursor}`].join("&")}`;
}
