import { type Failure, failure } from "../kernel/failure.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import type { Cast } from "../query/read.ts";

/** PostgreSQL's names of the types that a value may be cast to. */
const casts: ReadonlyMap<string, Cast> = new Map<string, Cast>([
  ["text", "text"],
  ["varchar", "text"],
  ["character varying", "text"],
  ["uuid", "text"],
  ["int", "integer"],
  ["int2", "integer"],
  ["int4", "integer"],
  ["smallint", "integer"],
  ["integer", "integer"],
  ["int8", "bigint"],
  ["bigint", "bigint"],
  ["real", "real"],
  ["float", "real"],
  ["float4", "real"],
  ["float8", "real"],
  ["double precision", "real"],
  ["numeric", "numeric"],
  ["decimal", "numeric"],
  ["bool", "boolean"],
  ["boolean", "boolean"],
  ["date", "date"],
  ["timestamp", "timestamp"],
  ["timestamptz", "timestamp"],
  ["json", "json"],
  ["jsonb", "json"],
]);

export function resolveCast(name: string | null): Result<Cast | null, Failure> {
  if (name === null) return ok(null);
  const cast = casts.get(name.toLowerCase());
  return cast === undefined ? err(failure("42704", `type "${name}" does not exist`)) : ok(cast);
}
