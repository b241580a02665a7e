import type { JsonObject } from "../kernel/json.ts";

/** What a client is told of its channel, as `system`. */
export interface SystemMessage extends JsonObject {
  readonly extension: "system" | "postgres_changes";
  readonly status: "ok" | "error" | "reset";
  readonly message: string;
}
