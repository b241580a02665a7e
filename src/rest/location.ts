import { isJsonObject, type Json } from "../kernel/json.ts";
import type { Call } from "./call.ts";

/** Where the one inserted row can be read, by its key: `/articles?id=eq.5`. Null for no row, and for several. */
export function location(call: Call, rows: readonly string[]): string | null {
  const [only, ...others] = rows;
  if (only === undefined || others.length > 0) return null;
  const row: Json = JSON.parse(only);
  if (!isJsonObject(row)) return null;
  const query = Object.entries(row).map(([name, value]) => {
    const filter = value === null ? "is.null" : `eq.${typeof value === "string" ? value : JSON.stringify(value)}`;
    return `${escaped(name)}=${escaped(filter)}`;
  });
  return `/${escaped(call.collection)}?${query.join("&")}`;
}

/** All but RFC 3986's unreserved characters, as PostgREST's HTTP library does. */
function escaped(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
