import { getNamedType, isInputObjectType, isInputType, type OperationDefinitionNode, typeFromAST } from "graphql";
import { type Failure, failure } from "../kernel/failure.ts";
import { excess } from "./bounds.ts";
import type { Variables } from "./given.ts";
import type { Graph } from "./meaning.ts";

/** Null for variables within bounds. They are looked at before anything is made of them, since that takes time too. */
export type VariablesCheck = (given: Variables) => Failure | null;

export interface VariableLimits {
  /** Objects in a variable that says what is asked: filters, orders. */
  readonly maxObjects: number;
  /** Rows to insert. */
  readonly maxRows: number;
}

/** More than any filter may be nested; JSON as a value may be so deep too. */
const maxDepth = 100;

/** The bounds on an operation's variables, by their types. Errors: PER003 for what is too deep, PER004 for too much. */
export function variableBounds(
  { variableDefinitions = [] }: OperationDefinitionNode,
  { schema }: Graph,
  { maxObjects, maxRows }: VariableLimits,
): VariablesCheck {
  const checks = variableDefinitions.map(({ variable, type }): VariablesCheck => {
    const name = variable.name.value;
    const found = typeFromAST(schema, type);
    const named = found !== undefined && isInputType(found) ? getNamedType(found) : null;
    if (named === null || !isInputObjectType(named)) return (given) => measure(given[name], unbounded);
    if (!named.name.endsWith("InsertInput")) return (given) => measure(given[name], maxObjects);
    return (given) => {
      const rows = given[name];
      const count = Array.isArray(rows) ? rows.length : 1;
      return count > maxRows ? excess("rows", count, maxRows) : measure(rows, unbounded);
    };
  });
  return (given) => {
    for (const check of checks) {
      const failed = check(given);
      if (failed !== null) return failed;
    }
    return null;
  };
}

const unbounded = Number.POSITIVE_INFINITY;

function measure(value: unknown, maxObjects: number): Failure | null {
  if (typeof value !== "object" || value === null) return null;
  const left = leftOf(value, { depth: maxDepth, objects: maxObjects });
  if (left === "deep") {
    return failure("PER003", "variables are nested too deeply", { details: `at most ${maxDepth} allowed` });
  }
  return left < 0
    ? failure("PER004", "too many objects in a variable", { details: `at most ${maxObjects} allowed` })
    : null;
}

interface Left {
  readonly depth: number;
  readonly objects: number;
}

/** How many objects more there may be after a value. */
function leftOf(value: object, { depth, objects }: Left): number | "deep" {
  if (depth === 0) return "deep";
  let left = Array.isArray(value) ? objects : objects - 1;
  for (const inner of Object.values(value)) {
    if (left < 0) return left;
    if (typeof inner !== "object" || inner === null) continue;
    const after = leftOf(inner, { depth: depth - 1, objects: left });
    if (after === "deep") return after;
    left = after;
  }
  return left;
}
