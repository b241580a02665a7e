import type * as z from "zod";
import { type Failure, failure } from "../kernel/failure.ts";
import type { CompiledInput } from "./compile.ts";
import { postgresNames } from "./value-type.ts";

const maxIssues = 10;
const maxShown = 200;

/**
 * What a schema finds wrong, in PostgreSQL's codes: text that is no value of its type is 22P02, a null where none may be
 * 22004, all else 22023. Every message names its argument.
 */
export function argumentFailure(issues: readonly z.core.$ZodIssue[], given: unknown, input: CompiledInput): Failure {
  const [first] = issues;
  if (first === undefined) return failure("22023", "invalid arguments");
  const all = issues.slice(0, maxIssues).map((issue) => `${placeOf(issue)}: ${issue.message}`);
  const details = all.join("; ");
  const value = valueAt(given, first.path);
  if (value === null) return failure("22004", `argument ${placeOf(first)} must not be null`, { details });
  if (first.code === "invalid_type" && typeof value !== "undefined") {
    const shown = (typeof value === "string" ? value : JSON.stringify(value)).slice(0, maxShown);
    const message =
      first.expected === "array"
        ? `malformed array literal: "${shown}"`
        : `invalid input syntax for type ${typeName(first, input)}: "${shown}"`;
    return failure("22P02", message, { details });
  }
  return failure("22023", `invalid value for argument ${placeOf(first)}: ${first.message}`, { details });
}

/** `"days"`, `"tags[0].name"`; of the body itself, `body`. */
function placeOf({ path }: z.core.$ZodIssue): string {
  if (path.length === 0) return "body";
  const [first, ...rest] = path;
  return `"${String(first)}${rest.map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`)).join("")}"`;
}

function valueAt(given: unknown, path: readonly PropertyKey[]): unknown {
  let value = given;
  for (const step of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Object.entries(value).find(([key]) => key === String(step))?.[1];
  }
  return value;
}

function typeName({ path, expected }: z.core.$ZodIssueInvalidType, input: CompiledInput): string {
  const type = input.kind === "body" ? input.type : input.parameters.get(String(path[0]))?.type;
  if (path.length === (input.kind === "body" ? 0 : 1) && type !== undefined) return postgresNames[type.name];
  return expected === "int" ? "integer" : expected === "number" ? "double precision" : expected;
}
