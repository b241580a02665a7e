import type { Engine } from "../engine/request.ts";
import type { Query } from "../functions/database.ts";
import type { Policy } from "../rules/policy.ts";
import type { Model } from "../schema/model.ts";
import type { GraphError } from "./errors.ts";

/** What runs operations. */
export interface Runner {
  readonly engine: Engine;
  readonly model: Model;
  readonly policy: Policy;
  /** A read in the dialect of another surface, which lends it to functions. */
  readonly query: Query;
}

export interface Executed {
  /** JSON text. */
  readonly data: string;
  readonly errors: readonly GraphError[];
}
