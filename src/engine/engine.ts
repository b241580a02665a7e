import type { Failure } from "../kernel/failure.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import type { Slot } from "../plan/slot.ts";
import { template } from "../sql/compile.ts";
import { sql } from "../sql/fragment.ts";
import { runBatch } from "./batch.ts";
import { createComposer } from "./compose.ts";
import { bindGuard } from "./guard.ts";
import { insertStatement } from "./insert-statement.ts";
import type { EngineOptions } from "./options.ts";
import { runOwn } from "./own.ts";
import { createReadPlanner, fromTables, type Reading } from "./planner.ts";
import { readAnswer } from "./read-answer.ts";
import { readBeside } from "./read-beside.ts";
import type { Context, Engine, ReadAnswer, ReadRequest } from "./request.ts";
import { sessionCheck } from "./session-check.ts";
import { databaseFailure, tooLong } from "./translate.ts";
import { createWriter } from "./write.ts";

/** Opens the one door to the data. */
export function createEngine(options: EngineOptions): Engine {
  const { database, limits, share = null } = options;
  const reads = createReadPlanner(options);
  const ownCheck = template(sql<Slot>`select ${sessionCheck(options)} as j`);

  async function read(request: ReadRequest, context: Context, reading: Reading): Promise<Result<ReadAnswer, Failure>> {
    const started = performance.now();
    const ready = reads.bound(request, context, reading);
    if (!ready.ok) return ready;
    const { plan, statement } = ready.value;
    context.trace?.("plan", performance.now() - started);
    const ticket = share === null || reading.rows !== null ? null : share.ticket(plan, statement, context);
    if (ticket !== null && ticket.answer !== null) return ok(ticket.answer);
    // Row by row come answers of many MB.
    const joins = reading.form === "array";
    const results = await runBatch(database, [statement], { retry: true, joins, context });
    if (results.ok) {
      const answer = readAnswer(results.value[0], plan);
      // A character has at least one byte.
      if (answer.json.length > limits.maxAnswerBytes) return err(tooLong(limits.maxAnswerBytes));
      return ok(ticket === null ? answer : ticket.keep(answer));
    }
    // More than one value of the database holds comes row by row.
    const isTooLarge = reading.form === "array" && results.error.kind === "size";
    return isTooLarge
      ? read(request, context, { ...reading, form: "rows" })
      : err(databaseFailure(results.error, null));
  }

  return {
    read: (request, context) => read(request, context, fromTables),
    readBeside: (request, beside, context) => readBeside({ ...options, reads }, { request, beside, context }),
    shape(request, context) {
      const ready = reads.bound(request, context, fromTables);
      return ready.ok ? ok((rows) => read(request, context, { form: "array", rows })) : ready;
    },
    guard(request, expected, context) {
      const plan = reads.plan(request, context.principal, "array");
      return plan.ok ? bindGuard(plan.value, expected, { request, context }) : plan;
    },
    own: (statements, context) => runOwn({ database, check: ownCheck }, statements, context),
    ...createComposer(options),
    ...createWriter(options),
    insertStatement: (name, row, context) => insertStatement(options, name, row, context),
  };
}
