import type { Context } from "../engine/request.ts";
import { continued } from "../functions/continued.ts";
import { type Failure, failure } from "../kernel/failure.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { type Answered, noted } from "./answered.ts";
import { failureError, type GraphError } from "./errors.ts";
import type { FunctionRoot, Root, WriteRoot } from "./operation.ts";
import type { Prepared } from "./prepare.ts";
import { callFunction } from "./run-function.ts";
import type { Runner } from "./runner.ts";

/**
 * Writes side by side are one batch: all of them or none. A function between them has batches of its own, and what comes
 * before it has taken effect.
 */
export async function runMutation(
  runner: Runner,
  prepared: Prepared,
  context: Context,
): Promise<Result<Answered, Failure>> {
  const caller = continued(context);
  const texts = new Map<string, string>();
  const errors: GraphError[] = [];
  const { roots } = prepared.operation;
  for (const step of stepsOf(roots)) {
    if (step.kind === "function") {
      const failed = noted(step, await callFunction(runner, step, prepared, caller), { texts, errors });
      if (failed !== null) return stopped(failed, step, { roots, texts, errors });
      continue;
    }
    const written = await runWrites(runner, step.writes, prepared, caller);
    if (!written.ok) return stopped(written.error, step, { roots, texts, errors });
    for (const [key, text] of written.value) texts.set(key, text);
  }
  return ok({ texts, errors, isNull: false });
}

interface Stopped {
  readonly roots: readonly Root[];
  readonly texts: ReadonlyMap<string, string>;
  readonly errors: readonly GraphError[];
}

/**
 * What comes behind is not run. Where something has taken effect, or may have, it is told, and the answer has the data that
 * there is: null where a field that may not be null is missing.
 */
function stopped(reason: Failure, step: Step, { roots, texts, errors }: Stopped): Result<Answered, Failure> {
  if (texts.size === 0 && errors.length === 0) return err(reason);
  const [only, ...others] = step.kind === "writes" ? step.writes : [step];
  const error = failureError(reason, only === undefined || others.length > 0 ? undefined : [only.key]);
  const told = { ...error, extensions: { ...error.extensions, committed: [...texts.keys()] } };
  const isNull = roots.some((root) => root.kind === "write" && root.required && !texts.has(root.key));
  return ok({ texts, errors: [...errors, told], isNull });
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
