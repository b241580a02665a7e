import { failure } from "../../kernel/failure.ts";
import { err } from "../../kernel/result.ts";
import { type Condition, noOperator } from "./use.ts";

/** Operators of ranges, which no kind of column holds. */
export const rangesOnly: Condition = (use) => err(noOperator(use));

/** Known to the dialect, without a form on this database. */
export const notHere: Condition = ({ operator }) =>
  err(
    failure("0A000", `the operator ${operator} is not available on this database`, {
      hint: "See docs/compatibility.md for what SQLite has instead.",
    }),
  );
