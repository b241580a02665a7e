import type { ComposeRequest, Context } from "../engine/request.ts";
import { continued } from "../functions/continued.ts";
import type { Failure } from "../kernel/failure.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { type Answered, noted } from "./answered.ts";
import { failureRefusal, type GraphError, type Refusal } from "./errors.ts";
import { gatherEntities } from "./federation/run-entities.ts";
import { finish } from "./finish.ts";
import { introspect } from "./introspect.ts";
import type { Prepared, RoleGraph } from "./prepare.ts";
import { callFunction } from "./run-function.ts";
import { runMutation } from "./run-mutation.ts";
import type { Executed, Runner } from "./runner.ts";

/** Runs an operation for a caller. A refusal: nothing of it can be answered. */
export async function runOperation(
  runner: Runner,
  prepared: Prepared,
  { graph }: RoleGraph,
  context: Context,
): Promise<Result<Executed, Refusal>> {
  const run = prepared.operation.kind === "query" ? runQuery : runMutation;
  const answered = await run(runner, prepared, context);
  if (!answered.ok) return err(failureRefusal(answered.error, true));
  const texts = new Map(answered.value.texts);
  const entries = prepared.operation.roots.map((root) => {
    const text =
      root.kind === "schema"
        ? introspect(graph.schema, root.picked, prepared, prepared.variables)
        : root.kind === "text"
          ? root.text
          : (texts.get(root.key) ?? "null");
    return `${JSON.stringify(root.key)}:${text}`;
  });
  const data = answered.value.isNull ? "null" : `{${entries.join()}}`;
  return ok(await finish({ data, errors: answered.value.errors }, { prepared, graph, context }));
}

async function runQuery(runner: Runner, prepared: Prepared, context: Context): Promise<Result<Answered, Failure>> {
  const { roots } = prepared.operation;
  const calls = roots.filter((root) => root.kind === "function");
  const texts = new Map<string, string>();
  const errors: GraphError[] = [];
  const caller = calls.length === 0 ? context : continued(context);
  const read = await readMembers(runner, prepared, caller);
  if (!read.ok) return read;
  for (const root of roots) {
    if (root.kind === "read") texts.set(root.key, read.value[root.member] ?? "null");
    if (root.kind !== "entities") continue;
    const gathered = await gatherEntities(root, read.value, { variables: prepared.variables, context });
    texts.set(root.key, gathered.text);
    errors.push(...gathered.errors);
  }
  for (const call of calls) {
    const failed = noted(call, await callFunction(runner, call, prepared, caller), { texts, errors });
    if (failed !== null) return err(failed);
  }
  return ok({ texts, errors, isNull: false });
}

/** All that is asked of tables, in one statement. Where nothing is, the session is looked at, unless a function does. */
async function readMembers(
  { engine }: Runner,
  prepared: Prepared,
  context: Context,
): Promise<Result<readonly string[], Failure>> {
  const { composite, roots } = prepared.operation;
  if (composite.members.length > 0) {
    const composing = engine.compose(tableRequest(prepared), context);
    return composing.ok ? composing.value(null) : composing;
  }
  const calls = roots.some((root) => root.kind === "function");
  if (calls || context.principal.sessionId === null) return ok([]);
  const alive = await engine.own([], context);
  return alive.ok ? ok([]) : alive;
}

/** All that an operation asks of tables. */
export function tableRequest({ operation, shape, variables }: Prepared): ComposeRequest {
  const { composite, finds } = operation;
  return { shape, build: () => ok(composite), arguments: finds.map((find) => find(variables)) };
}
