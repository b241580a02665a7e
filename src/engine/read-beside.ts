import type { Failure } from "../kernel/failure.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import type { ReadForm } from "../plan/read.ts";
import type { Statement } from "../sql/compile.ts";
import { runBatch } from "./batch.ts";
import type { EngineOptions } from "./options.ts";
import type { ReadPlanner } from "./planner.ts";
import { readAnswer } from "./read-answer.ts";
import type { Context, ReadBeside, ReadRequest } from "./request.ts";
import { databaseFailure, tooLong } from "./translate.ts";

interface Beside {
  readonly request: ReadRequest;
  readonly beside: Statement;
  readonly context: Context;
}

/** A read and another statement in one batch. */
export async function readBeside(
  options: Pick<EngineOptions, "database" | "limits"> & { readonly reads: ReadPlanner },
  asked: Beside,
  form: ReadForm = "array",
): Promise<Result<ReadBeside, Failure>> {
  const { database, limits, reads } = options;
  const { request, beside, context } = asked;
  const ready = reads.bound(request, context, { form, rows: null });
  if (!ready.ok) return ready;
  const { plan, statement } = ready.value;
  const results = await runBatch(database, [statement, beside], { retry: true, joins: form === "array", context });
  if (results.ok) {
    const [found, other] = results.value;
    const answer = readAnswer(found, plan);
    if (answer.json.length > limits.maxAnswerBytes) return err(tooLong(limits.maxAnswerBytes));
    return ok({ answer, beside: other ?? { rows: [], changes: 0 } });
  }
  // More than one value of the database holds comes row by row.
  const isTooLarge = form === "array" && results.error.kind === "size";
  return isTooLarge ? readBeside(options, asked, "rows") : err(databaseFailure(results.error, null));
}
