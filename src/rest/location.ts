import { isJsonObject, type Json } from "../kernel/json.ts";
import type { Call } from "./call.ts";

/** Where the first inserted row can be read, by its key: `/articles?id=eq.5`. Null where there is none. */
export function location(call: Call, rows: readonly string[]): string | null {
  const [first] = rows;
  if (first === undefined) return null;
  const row: Json = JSON.parse(first);
  if (!isJsonObject(row)) return null;
  const query = Object.entries(row).map(([name, value]) => {
    const filter = value === null ? "is.null" : `eq.${typeof value === "string" ? value : JSON.stringify(value)}`;
    return `${encodeURIComponent(name)}=${encodeURIComponent(filter)}`;
  });
  return `/${encodeURIComponent(call.collection)}?${query.join("&")}`;
}
