import type { Failure } from "../kernel/failure.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import type { ReadPlan } from "../plan/read.ts";
import type { Slot } from "../plan/slot.ts";
import { abort } from "../sql/abort.ts";
import { type Template, template } from "../sql/compile.ts";
import { slot, sql } from "../sql/fragment.ts";
import { bindAll, roleFailure, runBatch } from "./batch.ts";
import { insertStatement } from "./insert-statement.ts";
import type { EngineOptions } from "./options.ts";
import { createPlanCache } from "./plan-cache.ts";
import type { ResultSet } from "./ports.ts";
import { prepareRead } from "./prepare.ts";
import type { Context, Engine, ReadAnswer, ReadRequest } from "./request.ts";
import { databaseFailure } from "./translate.ts";
import { createWriter } from "./write.ts";

const maxPlans = 2_000;

/** Opens the one door to the data. */
export function createEngine(options: EngineOptions): Engine {
  const { database, limits, model, policy } = options;
  const plans = createPlanCache<ReadPlan>(maxPlans);
  const liveness = livenessTemplate(options.alive);

  function readPlan(request: ReadRequest, role: string): Result<ReadPlan, Failure> {
    const key = `${role}\n${request.total ? "total" : ""}\n${request.shape}`;
    const known = plans.get(key);
    if (known !== undefined) return ok(known);
    const read = request.build();
    if (!read.ok) return read;
    const plan = prepareRead(read.value, request.total, { model, policy, role }, limits);
    if (plan.ok) plans.set(key, plan.value);
    return plan;
  }

  async function read(request: ReadRequest, context: Context): Promise<Result<ReadAnswer, Failure>> {
    const refused = roleFailure(policy, context);
    if (refused !== null) return err(refused);
    const started = performance.now();
    const plan = readPlan(request, context.principal.role);
    if (!plan.ok) return plan;
    const bindings = { arguments: request.arguments, context, rows: null };
    const checks = context.principal.sessionId === null ? [] : [liveness];
    const statements = bindAll([...checks, plan.value.statement], bindings);
    if (!statements.ok) return statements;
    context.trace?.("plan", performance.now() - started);
    const results = await runBatch(database, statements.value, { retry: true, context });
    if (!results.ok) return err(databaseFailure(results.error, null));
    return ok(readAnswer(results.value.at(-1), plan.value.total));
  }

  return {
    read,
    write: createWriter(options),
    insertStatement: (name, row, context) => insertStatement(options, name, row, context),
  };
}

/** Fails the batch where the session has ended. */
function livenessTemplate(alive: EngineOptions["alive"]): Template<Slot> {
  const session = slot<Slot>({ kind: "session" });
  return template(sql`select case when ${alive(session)} then 1 else ${abort("session")} end`);
}

function readAnswer(result: ResultSet | undefined, hasTotal: boolean): ReadAnswer {
  const values = (result?.rows ?? []).map((row) => row.j ?? null);
  const total = hasTotal ? Number(values.shift()) : null;
  return { rows: values.map(String), total };
}
