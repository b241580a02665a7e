import type { Limits } from "../engine/limits.ts";
import type { Context, Engine } from "../engine/request.ts";
import type { Functions } from "../functions/compile.ts";
import type { Query } from "../functions/database.ts";
import { type Failure, failure } from "../kernel/failure.ts";
import type { Principal } from "../kernel/principal.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import type { LiveEvent } from "../live/live.ts";
import type { Policy } from "../rules/policy.ts";
import type { Model } from "../schema/model.ts";
import type { Outcome } from "./answer.ts";
import type { GraphqlOptions } from "./define.ts";
import { failureRefusal, plainRefusal, type Refusal } from "./errors.ts";
import { knownDocuments } from "./known-documents.ts";
import { resolveGraphLimits } from "./limits.ts";
import { compileNames } from "./names.ts";
import { createPreparer, type Prepared, type RoleGraph } from "./prepare.ts";
import type { GraphRequest } from "./read-request.ts";
import { roleGraphs } from "./role-graphs.ts";
import { runOperation, tableRequest } from "./run.ts";
import { type Telling, tellChanges } from "./tell-changes.ts";

export interface AskDeps {
  readonly engine: Engine;
  readonly model: Model;
  readonly policy: Policy;
  readonly functions: Functions;
  readonly limits: Limits;
  /** A read in the dialect of REST, for functions. */
  readonly query: Query;
  readonly options: GraphqlOptions;
}

/** A request that may be run, in the schema of who asks. */
export interface Asked {
  readonly prepared: Prepared;
  readonly role: RoleGraph;
}

/** Answers requests, whatever they came by. */
export interface Ask {
  /** `readsOnly`: a mutation is refused. Everything that is wrong with the request itself is told here. */
  readonly prepare: (request: GraphRequest, caller: Principal, readsOnly: boolean) => Result<Asked, Refusal>;
  /** Of a subscription: what it would tell at this moment. */
  readonly run: (asked: Asked, context: Context) => Promise<Outcome>;
  /** Of what an operation asks of tables: `Engine.answerKey`. */
  readonly answerKey: (asked: Asked, context: Context) => Result<string, Failure>;
  readonly tell: (
    events: readonly LiveEvent[],
    asked: Asked & Pick<Telling, "follows">,
    context: Context,
  ) => ReturnType<typeof tellChanges>;
}

/** @throws TypeError for options that cannot be */
export function createAsk(deps: AskDeps): Ask {
  const { engine, model, policy, functions, limits, query, options } = deps;
  const types = options.types ?? [];
  const prepare = createPreparer(limits, resolveGraphLimits(options.limits));
  const graphOf = roleGraphs({
    model,
    policy,
    functions,
    types,
    federation: options.federation ?? false,
    names: compileNames(model, types),
    introspection: options.introspection ?? true,
    suggestions: options.suggestions,
  });
  const documentOf = knownDocuments({
    documents: options.documents ?? {},
    knownOnly: options.accepts === "known",
  });
  return {
    prepare(request, { role: name }, readsOnly) {
      if (!policy.knowsRole(name)) return err(failureRefusal(failure("42501", `role "${name}" does not exist`), true));
      const document = documentOf(request);
      if (!document.ok) return document;
      const role = graphOf(name);
      const prepared = prepare(role, { ...request, query: document.value });
      if (!prepared.ok) return prepared;
      if (readsOnly && prepared.value.operation.kind === "mutation") return err(noWrites);
      return ok({ prepared: prepared.value, role });
    },
    run: ({ prepared, role }, context) => runOperation({ engine, model, policy, query }, prepared, role, context),
    answerKey({ prepared }, context) {
      const asksNothing = prepared.operation.composite.members.length === 0;
      return asksNothing ? ok("") : engine.answerKey(tableRequest(prepared), context);
    },
    tell: (events, { prepared, follows, role: { graph } }, context) =>
      tellChanges({ engine, model, policy, query }, events, { prepared, follows, graph, context }),
  };
}

const noWrites: Refusal = {
  ...plainRefusal("a mutation needs POST", "METHOD_NOT_ALLOWED", false),
  status: 405,
  headers: { allow: "POST" },
};
