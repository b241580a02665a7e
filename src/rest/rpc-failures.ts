import type { CompiledFunction, Functions } from "../functions/compile.ts";
import { type Failure, failure } from "../kernel/failure.ts";
import { schemaName } from "./failures.ts";
import { closest } from "./suggest.ts";

// PostgREST's errors to the letter. Source: https://docs.postgrest.org/en/v14/references/errors.html

/** What a call has searched for. */
export interface Searched {
  readonly name: string;
  /** Of the arguments. */
  readonly names: readonly string[];
  /** The body's media type; null where there is no body. */
  readonly mediaType: string | null;
}

/** PGRST202. `found` is the function of that name, where there is one and only the arguments are others. */
export function unknownFunction(
  functions: Functions,
  searched: Searched,
  found: CompiledFunction | undefined,
): Failure {
  const { name, mediaType } = searched;
  const single = mediaType === null ? undefined : unnamed.get(mediaType);
  const names = [...new Set(searched.names)].sort();
  const isBare = single !== undefined && mediaType !== "application/json";
  const listed = names.length === 0 ? " without parameters" : `(${names.join(", ")})`;
  const plural = names.length > 1 ? "s" : "";
  const by = names.length === 0 ? " without parameters" : ` with parameter${plural} ${names.join(", ")}`;
  const how = isBare ? ` with a single unnamed ${single} parameter` : by;
  const or = single !== undefined && !isBare ? ` or with a single unnamed ${single} parameter` : "";
  return failure(
    "PGRST202",
    `Could not find the function ${schemaName}.${name}${isBare ? "" : listed} in the schema cache`,
    {
      details: `Searched for the function ${schemaName}.${name}${how}${or}, but no matches were found in the schema cache.`,
      hint: isBare ? null : hintFor(functions, { name, names }, found),
    },
  );
}

const unnamed: ReadonlyMap<string, string> = new Map([
  ["application/json", "json/jsonb"],
  ["text/plain", "text"],
  ["text/xml", "xml"],
  ["application/octet-stream", "bytea"],
]);

function hintFor(
  functions: Functions,
  { name, names }: Pick<Searched, "name" | "names">,
  found: CompiledFunction | undefined,
): string | null {
  const prefix = `Perhaps you meant to call the function ${schemaName}.`;
  if (found === undefined) {
    const near = closest(name, functions.keys(), 0.75);
    return near === null ? null : prefix + near;
  }
  const own = found.input.kind === "named" ? [...found.input.parameters.keys()].sort() : [];
  const near = closest(`(${names.join(", ")})`, [`(${own.join(", ")})`], 0.34);
  return near === null ? null : prefix + name + near;
}

export function unsupportedCall(method: string, allow: string): Failure {
  return failure("PGRST101", `Cannot use the ${method} method on RPC`, { headers: { allow } });
}

/** PostgreSQL's words for what a transaction that only reads does not run. */
export function readOnlyCall(name: string, allow: string): Failure {
  return failure("25006", `cannot execute ${name}() in a read-only transaction`, { headers: { allow } });
}

export const boundedScalar: Failure = failure(
  "PGRST128",
  "Function must return SETOF or TABLE when max-affected preference is used with handling=strict",
);
