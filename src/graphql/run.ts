import type { ComposeRequest, Context } from "../engine/request.ts";
import { continued } from "../functions/continued.ts";
import { type Failure, failure } from "../kernel/failure.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { failureError, failureRefusal, type GraphError, type Refusal } from "./errors.ts";
import { gatherEntities } from "./federation/run-entities.ts";
import { introspect } from "./introspect.ts";
import { withinInt } from "./narrow.ts";
import type { FunctionRoot, Root, WriteRoot } from "./operation.ts";
import type { Prepared, RoleGraph } from "./prepare.ts";
import { resolveFields } from "./resolve.ts";
import { callFunction } from "./run-function.ts";
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
  const data = `{${entries.join()}}`;
  const { errors } = answered.value;
  const { resolvers } = prepared.operation;
  const made = resolvers.length === 0 ? { data, errors } : await resolveFields(data, errors, resolvers, context);
  return ok(withinInt(made, prepared, graph));
}

interface Answered {
  readonly texts: ReadonlyMap<string, string>;
  readonly errors: readonly GraphError[];
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
    const failed = await noted(call, await callFunction(runner, call, prepared, caller), { texts, errors });
    if (failed !== null) return err(failed);
  }
  return ok({ texts, errors });
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

/** A function that fails is null, and the others are answered; a session that has ended ends all. */
async function noted(
  { key }: FunctionRoot,
  outcome: Result<string, Failure>,
  { texts, errors }: { readonly texts: Map<string, string>; readonly errors: GraphError[] },
): Promise<Failure | null> {
  if (!outcome.ok && outcome.error.status === 401) return outcome.error;
  if (outcome.ok) texts.set(key, outcome.value);
  else errors.push(failureError(outcome.error, [key]));
  return null;
}

/**
 * Writes side by side are one batch: all of them or none. A function between them has batches of its own, and what comes
 * before it has taken effect.
 */
async function runMutation(runner: Runner, prepared: Prepared, context: Context): Promise<Result<Answered, Failure>> {
  const caller = continued(context);
  const texts = new Map<string, string>();
  const errors: GraphError[] = [];
  for (const step of stepsOf(prepared.operation.roots)) {
    if (step.kind === "function") {
      const failed = await noted(step, await callFunction(runner, step, prepared, caller), { texts, errors });
      if (failed !== null) return err(failed);
      continue;
    }
    const written = await runWrites(runner, step.writes, prepared, caller);
    if (!written.ok) return written;
    for (const [key, text] of written.value) texts.set(key, text);
  }
  return ok({ texts, errors });
}

type Step = FunctionRoot | { readonly kind: "writes"; readonly writes: readonly WriteRoot[] };

function stepsOf(roots: readonly Root[]): readonly Step[] {
  const steps: Step[] = [];
  let writes: WriteRoot[] | null = null;
  for (const root of roots) {
    if (root.kind === "function") {
      steps.push(root);
      writes = null;
    } else if (root.kind === "write") {
      if (writes === null) {
        writes = [];
        steps.push({ kind: "writes", writes });
      }
      writes.push(root);
    }
  }
  return steps;
}

async function runWrites(
  { engine }: Runner,
  writes: readonly WriteRoot[],
  { shape, variables }: Prepared,
  context: Context,
): Promise<Result<readonly (readonly [string, string])[], Failure>> {
  const requests = writes.map(({ key, build, finds, rows, maxAffected }) => ({
    shape: `${shape} ${key}`,
    build,
    arguments: finds.map((find) => find(variables)),
    rows: rows(variables),
    maxAffected: maxAffected(variables),
    single: false,
  }));
  const [only, ...others] = requests;
  if (only === undefined) return err(failure("PER500", "internal error"));
  const alone = others.length === 0 ? await engine.write(only, context) : null;
  // One write by itself is told more of where it is refused.
  const answers = alone === null ? await engine.batch(requests, context) : alone.ok ? ok([alone.value]) : alone;
  if (!answers.ok) return answers;
  return ok(
    writes.flatMap((write, index): [string, string][] => {
      const answer = answers.value[index];
      return answer === undefined ? [] : [[write.key, write.answer(answer)]];
    }),
  );
}
