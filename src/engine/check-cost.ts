import { type Failure, failure } from "../kernel/failure.ts";
import { encryptedMisuse } from "../plan/encrypted-use.ts";
import { costOf } from "../query/cost.ts";
import type { Read } from "../query/read.ts";
import type { Limits } from "./limits.ts";

/** Null for a read within the limits, which asks of encrypted columns what they can give. */
export function checkCost(read: Read, limits: Limits): Failure | null {
  const cost = costOf(read);
  if (cost.depth > limits.maxDepth)
    return tooMuch("PER003", "embeds are nested too deeply", cost.depth, limits.maxDepth);
  if (cost.conditionDepth > limits.maxConditionDepth) {
    return tooMuch("PER003", "conditions are nested too deeply", cost.conditionDepth, limits.maxConditionDepth);
  }
  if (cost.units > limits.maxCost) return tooMuch("PER004", "the request is too costly", cost.units, limits.maxCost);
  return encryptedMisuse(read);
}

export function tooMuch(code: "PER001" | "PER003" | "PER004", message: string, is: number, most: number): Failure {
  return failure(code, message, { details: `${is}, at most ${most} allowed` });
}
