import type { Failure } from "../kernel/failure.ts";
import type { Result } from "../kernel/result.ts";
import { failureError, type GraphError } from "./errors.ts";
import type { FunctionRoot } from "./operation.ts";

/** What the fields of an operation have come to. */
export interface Answered {
  /** By the name in the answer. */
  readonly texts: ReadonlyMap<string, string>;
  readonly errors: readonly GraphError[];
  /** A field that may not be null has failed: there is no data. */
  readonly isNull: boolean;
}

/** A function that fails is null, and the others are answered; a session that has ended ends all. */
export function noted(
  { key }: FunctionRoot,
  outcome: Result<string, Failure>,
  { texts, errors }: { readonly texts: Map<string, string>; readonly errors: GraphError[] },
): Failure | null {
  if (!outcome.ok && outcome.error.status === 401) return outcome.error;
  if (outcome.ok) texts.set(key, outcome.value);
  else errors.push(failureError(outcome.error, [key]));
  return null;
}
