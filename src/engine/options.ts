import type { Slot } from "../plan/slot.ts";
import type { Policy } from "../rules/policy.ts";
import type { Model } from "../schema/model.ts";
import type { Sql } from "../sql/fragment.ts";
import type { Limits } from "./limits.ts";
import type { Database } from "./ports.ts";
import type { Share } from "./share.ts";

export interface EngineOptions {
  readonly model: Model;
  readonly policy: Policy;
  readonly database: Database;
  readonly limits: Limits;
  /** Answers that anybody may share. Default none. */
  readonly share?: Share | null;
  /** Whether the session of that id is alive, as a condition: it stands in the same batch as the data. */
  readonly alive: (session: Sql<Slot>) => Sql<Slot>;
}
