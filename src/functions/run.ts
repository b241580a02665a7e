import { roleFailure } from "../engine/batch.ts";
import type { Context, Engine } from "../engine/request.ts";
import { type Failure, failure } from "../kernel/failure.ts";
import { serviceRole } from "../kernel/principal.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import type { Policy } from "../rules/policy.ts";
import type { Model } from "../schema/model.ts";
import type { CompiledFunction } from "./compile.ts";
import { continued } from "./continued.ts";
import { databaseOf, type Query } from "./database.ts";
import type { Exchange } from "./exchange.ts";
import { CodedError } from "./fail.ts";
import { argumentFailure } from "./issues.ts";
import { type Liveness, watchSession } from "./liveness.ts";

export interface Invocation {
  readonly engine: Engine;
  readonly model: Model;
  readonly policy: Policy;
  /** Who calls. */
  readonly context: Context;
  readonly query: Query;
  readonly maxAffected: number | null;
  readonly exchange: Exchange;
}

/** Null for a caller who may. A role that there is not is told by the engine. */
export function callFailure(
  fn: CompiledFunction,
  { context, policy }: Pick<Invocation, "context" | "policy">,
): Failure | null {
  const { role } = context.principal;
  if (fn.admits(role)) return null;
  return roleFailure(policy, context) ?? failure("42501", `permission denied for function ${fn.name}`);
}

/**
 * Runs a function for a caller who may call it. What it gives is not looked at yet. Failures are its own (`fail`), those
 * of its arguments and of the data; all else is thrown.
 */
export async function invoke(
  fn: CompiledFunction,
  given: unknown,
  invocation: Invocation,
): Promise<Result<unknown, Failure>> {
  const accepted = await fn.accept(given);
  if (!accepted.ok) return err(argumentFailure(accepted.error, given, fn.input));
  const { engine, model, query, maxAffected, exchange } = invocation;
  const caller = continued(invocation.context);
  const context: Context = fn.runs === "service" ? asService(caller) : caller;
  const liveness = watchSession(engine, context);
  const db = databaseOf({ engine, model, context, query, readOnly: fn.readOnly, maxAffected, liveness });
  try {
    const outcome = await accepted.value({
      db,
      caller: caller.principal,
      now: caller.now,
      requestId: caller.requestId ?? "",
      fetch: guardedFetch(liveness, caller),
      request: exchange.request,
      response: exchange.response,
    });
    await liveness.ensure();
    return ok(outcome);
  } catch (error) {
    if (error instanceof CodedError) return err(error.failure);
    throw error;
  }
}

/** Who calls stays known: to the session's check, to the change log, to the defaults of rules. */
function asService(context: Context): Context {
  const principal = { ...context.principal, role: serviceRole };
  return {
    ...context,
    get now() {
      return context.now;
    },
    principal,
  };
}

/** The caller's trace goes along, unless the function sends one of its own. */
function guardedFetch(liveness: Liveness, { traceHeaders = {} }: Context): typeof fetch {
  return async (input, init) => {
    await liveness.ensure();
    const request = new Request(input, init);
    if (!request.headers.has("traceparent")) {
      for (const [name, text] of Object.entries(traceHeaders)) request.headers.set(name, text);
    }
    return fetch(request);
  };
}
