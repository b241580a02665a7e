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
}

export const operators: Readonly<Record<Operator, OperatorTraits>> = {
  eq: { operand: "scalar", quantifiable: true },
  neq: { operand: "scalar", quantifiable: false },
  gt: { operand: "scalar", quantifiable: true },
  gte: { operand: "scalar", quantifiable: true },
  lt: { operand: "scalar", quantifiable: true },
  lte: { operand: "scalar", quantifiable: true },
  like: { operand: "pattern", quantifiable: true },
  ilike: { operand: "pattern", quantifiable: true },
  in: { operand: "list", quantifiable: false },
  is: { operand: "keyword", quantifiable: false },
  isdistinct: { operand: "scalar", quantifiable: false },
  match: { operand: "text", quantifiable: true },
  imatch: { operand: "text", quantifiable: true },
  cs: { operand: "contained", quantifiable: false },
  cd: { operand: "contained", quantifiable: false },
  ov: { operand: "contained", quantifiable: false },
  fts: { operand: "text", quantifiable: false },
  plfts: { operand: "text", quantifiable: false },
  phfts: { operand: "text", quantifiable: false },
  wfts: { operand: "text", quantifiable: false },
  sl: { operand: "text", quantifiable: false },
  sr: { operand: "text", quantifiable: false },
  nxr: { operand: "text", quantifiable: false },
  nxl: { operand: "text", quantifiable: false },
  adj: { operand: "text", quantifiable: false },
};
