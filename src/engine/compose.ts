import type { Failure } from "../kernel/failure.ts";
import type { Principal } from "../kernel/principal.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { bind, givenRows } from "../plan/bind.ts";
import { type CompositePlan, planComposite } from "../plan/composite.ts";
import type { Composite } from "../query/composite.ts";
import { secureComposite } from "../rules/secure-composite.ts";
import type { Statement } from "../sql/compile.ts";
import type { GivenRows } from "../sql/secret.ts";
import { roleFailure, runBatch } from "./batch.ts";
import { checkCost } from "./check-cost.ts";
import type { EngineOptions } from "./options.ts";
import { createPlanCache } from "./plan-cache.ts";
import { boundPage, withinLimits } from "./prepare.ts";
import type { ComposeRequest, Context, Engine } from "./request.ts";
import { sessionCheck } from "./session-check.ts";
import { statementKey } from "./statement-key.ts";
import { databaseFailure, tooLong } from "./translate.ts";

const maxPlans = 2_000;

interface Bound {
  readonly plan: CompositePlan;
  readonly statement: Statement;
}

/** Several reads as one statement: see `Engine.compose`. */
export function createComposer(options: EngineOptions): Pick<Engine, "compose" | "answerKey"> {
  const { database, limits, policy } = options;
  const plans = createPlanCache<CompositePlan>(maxPlans, (plan) => plan.statement.sql.length);

  function planOf(request: ComposeRequest, { role, sessionId }: Principal): Result<CompositePlan, Failure> {
    const key = `${role}${sessionId === null ? "" : " checked"}\n${request.shape}`;
    const known = plans.get(key);
    if (known !== undefined) return ok(known);
    const composite = request.build();
    if (!composite.ok) return composite;
    const made = prepare(composite.value, role, sessionId !== null, options);
    if (made.ok) plans.set(key, made.value);
    return made;
  }

  function bound(request: ComposeRequest, context: Context, rows: GivenRows | null): Result<Bound, Failure> {
    const plan = planOf(request, context.principal);
    if (!plan.ok) return plan;
    const statement = bind(plan.value.statement, { arguments: request.arguments, context, ...givenRows(rows) });
    return statement.ok ? ok({ plan: plan.value, statement: statement.value }) : statement;
  }

  return {
    answerKey(request, context) {
      const refused = roleFailure(policy, context);
      if (refused !== null) return err(refused);
      const ready = bound(request, context, null);
      return ready.ok ? ok(statementKey(ready.value.statement, ready.value.plan.statement)) : ready;
    },
    compose(request, context) {
      const refused = roleFailure(policy, context);
      if (refused !== null) return err(refused);
      const started = performance.now();
      const ready = bound(request, context, null);
      context.trace?.("plan", performance.now() - started);
      if (!ready.ok) return ready;
      return ok(async (rows) => {
        const made = rows === null ? ready : bound(request, context, rows);
        if (!made.ok) return made;
        const results = await runBatch(database, [made.value.statement], { retry: true, joins: true, context });
        if (!results.ok) return err(databaseFailure(results.error, null));
        const row = results.value[0]?.rows[0];
        const texts = made.value.plan.names.map((name) => {
          const value = row?.[name] ?? null;
          return value === null ? "null" : String(value);
        });
        const length = texts.reduce((sum, text) => sum + text.length, 0);
        return length > limits.maxAnswerBytes ? err(tooLong(limits.maxAnswerBytes)) : ok(texts);
      });
    },
  };
}

function prepare(
  { members }: Composite,
  role: string,
  isChecked: boolean,
  options: EngineOptions,
): Result<CompositePlan, Failure> {
  const { limits, model, policy } = options;
  const bounded = members.map((member) => ({ ...member, read: boundPage(member.read, limits) }));
  for (const { read } of bounded) {
    const excess = checkCost(read, limits);
    if (excess !== null) return err(excess);
  }
  const secured = secureComposite({ members: bounded }, { model, policy, role });
  if (!secured.ok) return secured;
  return withinLimits(() => planComposite(secured.value, isChecked ? sessionCheck(options) : null));
}
