import type { Failure } from "../kernel/failure.ts";
import type { Principal } from "../kernel/principal.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { bind, givenRows } from "../plan/bind.ts";
import type { ReadForm, ReadPlan } from "../plan/read.ts";
import type { ArgumentValue } from "../query/read.ts";
import type { Statement } from "../sql/compile.ts";
import type { GivenRows } from "../sql/secret.ts";
import { roleFailure } from "./batch.ts";
import { decodeCursor } from "./cursor.ts";
import type { EngineOptions } from "./options.ts";
import { createPlanCache } from "./plan-cache.ts";
import { prepareRead } from "./prepare.ts";
import type { Context, ReadRequest } from "./request.ts";
import { sessionCheck } from "./session-check.ts";

const maxPlans = 2_000;

export interface Reading {
  readonly form: ReadForm;
  /** Of a read over given rows. */
  readonly rows: GivenRows | null;
}

export const fromTables: Reading = { form: "array", rows: null };

export interface BoundRead {
  readonly plan: ReadPlan;
  readonly statement: Statement;
}

/** From requests to plans, remembered by role and shape, and to statements. */
export interface ReadPlanner {
  readonly plan: (request: ReadRequest, asker: Principal, form: ReadForm) => Result<ReadPlan, Failure>;
  readonly bound: (request: ReadRequest, context: Context, reading: Reading) => Result<BoundRead, Failure>;
}

export function createReadPlanner(options: EngineOptions): ReadPlanner {
  const { limits, model, policy } = options;
  const plans = createPlanCache<ReadPlan>(maxPlans, (plan) => plan.statement.sql.length);
  const check = sessionCheck(options);

  function plan(request: ReadRequest, asker: Principal, form: ReadForm): Result<ReadPlan, Failure> {
    const { role, sessionId } = asker;
    const key = `${role}${sessionId === null ? "" : " checked"}${request.total ? " counted" : ""} ${form}\n${request.shape}`;
    const known = plans.get(key);
    if (known !== undefined) return ok(known);
    const read = request.build();
    if (!read.ok) return read;
    const wanted = { form, total: request.total, check: sessionId === null ? null : check };
    const made = prepareRead(read.value, wanted, { model, policy, role }, limits);
    if (made.ok) plans.set(key, made.value);
    return made;
  }

  return {
    plan,
    bound(request, context, { form, rows }) {
      const refused = roleFailure(policy, context);
      if (refused !== null) return err(refused);
      const made = plan(request, context.principal, form);
      if (!made.ok) return made;
      const values = withCursor(request, made.value);
      if (!values.ok) return values;
      const statement = bind(made.value.statement, { arguments: values.value, context, ...givenRows(rows) });
      return statement.ok ? ok({ plan: made.value, statement: statement.value }) : statement;
    },
  };
}

function withCursor(
  { after, arguments: values }: ReadRequest,
  plan: ReadPlan,
): Result<readonly ArgumentValue[], Failure> {
  if (after === undefined || after === "" || plan.keyset === null) return ok(values);
  const place = decodeCursor(after, plan.keyset);
  return place.ok ? ok([...values, place.value]) : place;
}
