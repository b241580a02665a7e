import { err } from "../../kernel/result.ts";
import { type Condition, noOperator } from "./use.ts";

/** Operators of ranges, which no kind of column holds. */
export const rangesOnly: Condition = (use) => err(noOperator(use));
