import { resolveBounds } from "../kernel/bounds.ts";

/** Bounds on what one request may ask. All have defaults; a request past one gets a coded 4xx. */
export interface Limits {
  /** Bytes of a request's body. Default 1 MiB. */
  readonly maxBodyBytes: number;
  /** Characters of path and query. Default 16,384. */
  readonly maxUrlLength: number;
  /** Rows of one answer, at the top level. Default 1,000. */
  readonly maxRows: number;
  /**
   * Bytes of one answer's rows as JSON. Default 8 MiB: an isolate has 128 MiB for all that it answers at a time. A row with
   * all that is embedded in it has at most 2 MB, whatever this says (D1).
   */
  readonly maxAnswerBytes: number;
  /** Rows of one to-many embed in one row; more are left out, as at the top level. Default: as many as fit. */
  readonly maxEmbedRows: number;
  /** Embeds within embeds. Default 5: D1 takes expressions 100 deep, and an embed with rules needs up to 16. */
  readonly maxDepth: number;
  /** Nesting of `and`, `or`, `not`. Default 8. */
  readonly maxConditionDepth: number;
  /** What a read may cost: one unit an embed, filter, order term or column. Default 500. */
  readonly maxCost: number;
  /** Rows of one insert. Default 5,000. */
  readonly maxInsertRows: number;
  /** Requests whose reads, or whose writes, go to the database in one call when they come at once. Default 24; 1: none do. */
  readonly maxGathered: number;
}

export type LimitOptions = Partial<Limits>;

const defaults: Limits = {
  maxBodyBytes: 1_048_576,
  maxUrlLength: 16_384,
  maxRows: 1_000,
  maxAnswerBytes: 8_388_608,
  maxEmbedRows: Number.MAX_SAFE_INTEGER,
  maxDepth: 5,
  maxConditionDepth: 8,
  maxCost: 500,
  maxInsertRows: 5_000,
  maxGathered: 24,
};

/** @throws TypeError as `resolveBounds` does */
export function resolveLimits(options: LimitOptions = {}): Limits {
  return resolveBounds("limits", defaults, options);
}
