import type { Failure } from "../../kernel/failure.ts";
import { err, type Result } from "../../kernel/result.ts";
import type { Operator } from "../../query/operator.ts";
import type { Comparison } from "../../query/read.ts";
import type { Sql } from "../../sql/fragment.ts";
import { noEncryptedOperator } from "../encrypted-use.ts";
import { fieldValue, isSealed } from "../field.ts";
import type { Slot } from "../slot.ts";
import type { Table } from "../table.ts";
import { rangesOnly } from "./absent.ts";
import { blindSql } from "./blind.ts";
import { containedBy, contains, overlaps } from "./containment.ts";
import { isKeyword } from "./is.ts";
import { matches } from "./pattern.ts";
import { comparedWith, inList } from "./scalar.ts";
import { searches } from "./search.ts";
import type { Condition, Use } from "./use.ts";

/** The SQL of every operator. Adding one is adding an entry, here and in `query/operator.ts`. */
const conditions: Readonly<Record<Operator, Condition>> = {
  eq: comparedWith,
  neq: comparedWith,
  gt: comparedWith,
  gte: comparedWith,
  lt: comparedWith,
  lte: comparedWith,
  isdistinct: comparedWith,
  in: inList,
  is: isKeyword,
  like: matches,
  ilike: matches,
  match: matches,
  imatch: matches,
  cs: contains,
  cd: containedBy,
  ov: overlaps,
  fts: searches,
  plfts: searches,
  phfts: searches,
  wfts: searches,
  sl: rangesOnly,
  sr: rangesOnly,
  nxr: rangesOnly,
  nxl: rangesOnly,
  adj: rangesOnly,
};

/** One comparison of a filter as SQL; unknown (NULL) keeps a row out, as in PostgreSQL. */
export function comparisonSql(
  comparison: Comparison,
  table: Table,
  unknown: Use["unknown"],
): Result<Sql<Slot>, Failure> {
  const { field, operator } = comparison;
  const isGiven = field.column.encrypted !== undefined && table.source.given;
  // The database does not see them.
  if (isGiven && operator !== "is") return err(noEncryptedOperator(field.column, operator));
  if (isSealed(field, table))
    return blindSql({ comparison, field, operator, table, unknown, left: fieldValue(field, table) });
  return conditions[operator]({ comparison, field, operator, table, unknown, left: fieldValue(field, table) });
}
