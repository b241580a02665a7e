import { resolveBounds } from "../kernel/bounds.ts";

/** Bounds on one operation, all of which are looked at before the database is. */
export interface GraphLimits {
  /** Fields within fields. Default 24: five collections deep, edges and nodes included. */
  readonly maxDepth: number;
  /** Fields that have an alias. Default 100. */
  readonly maxAliases: number;
  /** Fields of the operation itself, fragments included. Default 20. */
  readonly maxRootFields: number;
  /** Directives of the document. Default 50. */
  readonly maxDirectives: number;
  /** Words and signs of the document. Default 4,000. */
  readonly maxTokens: number;
  /** Fields of the operation, each fragment counted as often as it is spread. Default 1,000. */
  readonly maxFields: number;
  /** How often one selection may hold a field of the same name. Default 20. */
  readonly maxRepeats: number;
  /** Fragments of the document. Default 100. */
  readonly maxFragments: number;
  /** Operations of one request. Default 1: no batches. */
  readonly maxBatch: number;
  /** Rows that the operation could return, on all levels together. Default 100,000. */
  readonly maxRows: number;
  /** Rows of a page that says neither `first` nor `last`. Default 30. */
  readonly pageSize: number;
}

export type GraphLimitOptions = Partial<GraphLimits>;

const defaults: GraphLimits = {
  maxDepth: 24,
  maxAliases: 100,
  maxRootFields: 20,
  maxDirectives: 50,
  maxTokens: 4_000,
  maxFields: 1_000,
  maxRepeats: 20,
  maxFragments: 100,
  maxBatch: 1,
  maxRows: 100_000,
  pageSize: 30,
};

/** @throws TypeError as `resolveBounds` does */
export function resolveGraphLimits(options: GraphLimitOptions = {}): GraphLimits {
  return resolveBounds("graphql.limits", defaults, options);
}
