import { DatabaseError } from "../kernel/database-error.ts";
import { type Failure, failure } from "../kernel/failure.ts";
import { serviceRole } from "../kernel/principal.ts";
import { collect, err, ok, type Result } from "../kernel/result.ts";
import { type Bindings, bind } from "../plan/bind.ts";
import type { Slot } from "../plan/slot.ts";
import type { Policy } from "../rules/policy.ts";
import type { Statement, Template } from "../sql/compile.ts";
import type { Database, Pooled, ResultSet } from "./ports.ts";
import type { Context } from "./request.ts";

export function bindAll(
  templates: readonly Template<Slot>[],
  bindings: Bindings,
): Result<readonly Statement[], Failure> {
  return collect(templates, (each) => bind(each, bindings));
}

/** A role that the definition does not know has no rights, and its caller a wrong token. */
export function roleFailure(policy: Policy, context: Context): Failure | null {
  const { role } = context.principal;
  if (role === serviceRole || policy.knowsRole(role)) return null;
  return failure("22023", `role "${role}" does not exist`, { status: 401 });
}

export interface RunOptions {
  readonly retry: boolean;
  /** See `BatchOptions.joins`. Default false. */
  readonly joins?: boolean;
  readonly context: Context;
  readonly telling?: Statement | undefined;
  readonly pooled?: Pooled | undefined;
}

/** Runs a batch; what the database refuses is a result, what breaks is thrown. */
export async function runBatch(
  database: Database,
  statements: readonly Statement[],
  { retry, joins = false, context, telling, pooled }: RunOptions,
): Promise<Result<readonly ResultSet[], DatabaseError>> {
  const started = performance.now();
  try {
    const { consistency } = context;
    return ok(await database.batch(statements, { retry, joins, consistency, telling, pooled }));
  } catch (error) {
    if (error instanceof DatabaseError && error.kind !== "fault") return err(error);
    throw error;
  } finally {
    context.trace?.("db", performance.now() - started);
  }
}
