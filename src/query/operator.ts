/** The one vocabulary of comparisons: REST, GraphQL, realtime filters. Source: PostgREST, tables and views, operators. */
export type Operator =
  | "eq"
  | "neq"
  | "gt"
  | "gte"
  | "lt"
  | "lte"
  | "like"
  | "ilike"
  | "in"
  | "is"
  | "isdistinct"
  | "match"
  | "imatch"
  | "cs"
  | "cd"
  | "ov"
  | "fts"
  | "plfts"
  | "phfts"
  | "wfts"
  | "sl"
  | "sr"
  | "nxr"
  | "nxl"
  | "adj";

/** What an operator's operand is, and who may use it. */
export interface OperatorTraits {
  /**
   * scalar: one value of the column's kind. list: several. pattern: text with `*` or `%`. keyword: null, true, … of `is`.
   * contained: a list or JSON to compare with. text: as it is.
   */
  readonly operand: "scalar" | "list" | "pattern" | "keyword" | "contained" | "text";
  /** `op(any).{a,b}` and `op(all).{a,b}` exist. */
  readonly quantifiable: boolean;
  /** False: known to the dialect, but this database has no form of it; the answer says so. */
  readonly supported: boolean;
}

export const operators: Readonly<Record<Operator, OperatorTraits>> = {
  eq: { operand: "scalar", quantifiable: true, supported: true },
  neq: { operand: "scalar", quantifiable: false, supported: true },
  gt: { operand: "scalar", quantifiable: true, supported: true },
  gte: { operand: "scalar", quantifiable: true, supported: true },
  lt: { operand: "scalar", quantifiable: true, supported: true },
  lte: { operand: "scalar", quantifiable: true, supported: true },
  like: { operand: "pattern", quantifiable: true, supported: true },
  ilike: { operand: "pattern", quantifiable: true, supported: true },
  in: { operand: "list", quantifiable: false, supported: true },
  is: { operand: "keyword", quantifiable: false, supported: true },
  isdistinct: { operand: "scalar", quantifiable: false, supported: true },
  match: { operand: "text", quantifiable: true, supported: false },
  imatch: { operand: "text", quantifiable: true, supported: false },
  cs: { operand: "contained", quantifiable: false, supported: true },
  cd: { operand: "contained", quantifiable: false, supported: true },
  ov: { operand: "contained", quantifiable: false, supported: true },
  fts: { operand: "text", quantifiable: false, supported: false },
  plfts: { operand: "text", quantifiable: false, supported: false },
  phfts: { operand: "text", quantifiable: false, supported: false },
  wfts: { operand: "text", quantifiable: false, supported: false },
  sl: { operand: "text", quantifiable: false, supported: false },
  sr: { operand: "text", quantifiable: false, supported: false },
  nxr: { operand: "text", quantifiable: false, supported: false },
  nxl: { operand: "text", quantifiable: false, supported: false },
  adj: { operand: "text", quantifiable: false, supported: false },
};
