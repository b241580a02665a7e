import type { Json, JsonObject } from "../kernel/json.ts";

/** As GoTrue merges metadata: the top level only; a member that is null is removed. */
export function merged(before: JsonObject, changes: JsonObject): JsonObject {
  const members = new Map<string, Json>(Object.entries(before));
  for (const [name, change] of Object.entries(changes)) {
    if (change === null) members.delete(name);
    else members.set(name, change);
  }
  return Object.fromEntries(members);
}
