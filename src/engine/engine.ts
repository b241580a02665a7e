import type { Failure } from "../kernel/failure.ts";
import type { Principal } from "../kernel/principal.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { bind } from "../plan/bind.ts";
import type { ReadForm, ReadPlan } from "../plan/read.ts";
import type { Slot } from "../plan/slot.ts";
import { abort } from "../sql/abort.ts";
import { template } from "../sql/compile.ts";
import { slot, sql } from "../sql/fragment.ts";
import { roleFailure, runBatch } from "./batch.ts";
import { bindGuard } from "./guard.ts";
import { insertStatement } from "./insert-statement.ts";
import type { EngineOptions } from "./options.ts";
import { runOwn } from "./own.ts";
import { createPlanCache } from "./plan-cache.ts";
import type { ResultSet } from "./ports.ts";
import { prepareRead } from "./prepare.ts";
import type { Context, Engine, ReadAnswer, ReadRequest } from "./request.ts";
import { databaseFailure } from "./translate.ts";
import { createWriter } from "./write.ts";

const maxPlans = 2_000;

/** Opens the one door to the data. */
export function createEngine(options: EngineOptions): Engine {
  const { database, limits, model, policy, share = null } = options;
  const plans = createPlanCache<ReadPlan>(maxPlans, (plan) => plan.statement.sql.length);
  const alive = options.alive(slot<Slot>({ kind: "session" }));
  // The check is a part of the data's own statement (docs/decisions/0010).
  const check = sql<Slot>`case when ${alive} then null else ${abort("session")} end`;

  const ownCheck = template(sql<Slot>`select ${check} as j`);

  function readPlan(request: ReadRequest, asker: Principal, form: ReadForm): Result<ReadPlan, Failure> {
    const { role, sessionId } = asker;
    const key = `${role}${sessionId === null ? "" : " checked"}${request.total ? " counted" : ""} ${form}\n${request.shape}`;
    const known = plans.get(key);
    if (known !== undefined) return ok(known);
    const read = request.build();
    if (!read.ok) return read;
    const wanted = { form, total: request.total, check: sessionId === null ? null : check };
    const plan = prepareRead(read.value, wanted, { model, policy, role }, limits);
    if (plan.ok) plans.set(key, plan.value);
    return plan;
  }

  async function read(
    request: ReadRequest,
    context: Context,
    form: ReadForm = "array",
  ): Promise<Result<ReadAnswer, Failure>> {
    const refused = roleFailure(policy, context);
    if (refused !== null) return err(refused);
    const started = performance.now();
    const plan = readPlan(request, context.principal, form);
    if (!plan.ok) return plan;
    const statement = bind(plan.value.statement, { arguments: request.arguments, context, rows: null });
    if (!statement.ok) return statement;
    context.trace?.("plan", performance.now() - started);
    const ticket = share === null ? null : share.ticket(plan.value, statement.value, context);
    if (ticket !== null && ticket.answer !== null) return ok(ticket.answer);
    const results = await runBatch(database, [statement.value], { retry: true, context });
    if (results.ok) {
      const answer = readAnswer(results.value[0], plan.value);
      return ok(ticket === null ? answer : ticket.keep(answer));
    }
    // More than one value of the database holds comes row by row.
    if (form === "array" && results.error.kind === "size") return read(request, context, "rows");
    return err(databaseFailure(results.error, null));
  }

  return {
    read: (request, context) => read(request, context),
    guard(request, expected, context) {
      const plan = readPlan(request, context.principal, "array");
      return plan.ok ? bindGuard(plan.value, expected, { request, context }) : plan;
    },
    own: (statements, context) => runOwn({ database, check: ownCheck }, statements, context),
    write: createWriter(options),
    insertStatement: (name, row, context) => insertStatement(options, name, row, context),
  };
}

function readAnswer(result: ResultSet | undefined, plan: ReadPlan): ReadAnswer {
  const rows = result?.rows ?? [];
  if (plan.form === "array") {
    const [row] = rows;
    return { json: String(row?.j), count: Number(row?.n), total: plan.total ? Number(row?.t) : null };
  }
  const { heads, total } = plan;
  const texts: string[] = [];
  for (let index = heads; index < rows.length; index++) texts.push(String(rows[index]?.j));
  return { json: `[${texts.join(",")}]`, count: texts.length, total: total ? Number(rows[heads - 1]?.j) : null };
}
