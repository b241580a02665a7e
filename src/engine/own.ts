import type { Failure } from "../kernel/failure.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { bind } from "../plan/bind.ts";
import type { Slot } from "../plan/slot.ts";
import type { Statement, Template } from "../sql/compile.ts";
import { runBatch } from "./batch.ts";
import type { Consistency, Database, ResultSet } from "./ports.ts";
import type { Context } from "./request.ts";
import { databaseFailure } from "./translate.ts";

export interface OwnOptions {
  readonly database: Database;
  /** Fails where the caller's session has ended. */
  readonly check: Template<Slot>;
}

/** See `Engine.own`. */
export async function runOwn(
  { database, check }: OwnOptions,
  statements: readonly Statement[],
  context: Context,
): Promise<Result<readonly ResultSet[], Failure>> {
  const isChecked = context.principal.sessionId !== null;
  const first = bind(check, { arguments: [], context, rows: null });
  if (!first.ok) return first;
  const consistency: Consistency = { from: "primary", reached: null };
  const all = isChecked ? [first.value, ...statements] : statements;
  const results = await runBatch(database, all, { retry: true, context: { ...context, consistency } });
  if (context.consistency !== undefined) context.consistency.reached = consistency.reached;
  if (!results.ok) return err(databaseFailure(results.error, null));
  return ok(isChecked ? results.value.slice(1) : results.value);
}
