import { type Sql, sql } from "./fragment.ts";

/** The signs of the comparisons that filters and rules share. */
export const comparisonSigns: Readonly<Record<"eq" | "neq" | "gt" | "gte" | "lt" | "lte", Sql<never>>> = {
  eq: sql`=`,
  neq: sql`<>`,
  gt: sql`>`,
  gte: sql`>=`,
  lt: sql`<`,
  lte: sql`<=`,
};
