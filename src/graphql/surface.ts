import type { Limits } from "../engine/limits.ts";
import type { Context, Engine } from "../engine/request.ts";
import type { Functions } from "../functions/compile.ts";
import type { Query } from "../functions/database.ts";
import { type Failure, failure } from "../kernel/failure.ts";
import { err, type Result } from "../kernel/result.ts";
import type { Policy } from "../rules/policy.ts";
import type { Model } from "../schema/model.ts";
import { type Outcome, outcomeResponse, refusalResponse } from "./answer.ts";
import type { GraphqlOptions } from "./define.ts";
import { failureRefusal, plainRefusal } from "./errors.ts";
import { knownDocuments } from "./known-documents.ts";
import { resolveGraphLimits } from "./limits.ts";
import { type AnswerMedia, negotiate, wantsPage } from "./media.ts";
import { compileNames } from "./names.ts";
import { pageFile } from "./page.ts";
import type { Assets } from "./ports.ts";
import { createPreparer } from "./prepare.ts";
import { type GraphRequest, readCall } from "./read-request.ts";
import { roleGraphs } from "./role-graphs.ts";
import { runOperation } from "./run.ts";

/** Who asks: from the request's token. */
export type ContextOf = (request: Request) => Promise<Result<Context, Failure>>;

export interface GraphqlSurface {
  readonly path: string;
  readonly fetch: (request: Request, contextOf: ContextOf) => Promise<Response>;
  readonly refuse: (reason: Failure, request: Request) => Response;
}

export interface GraphqlDeps {
  readonly engine: Engine;
  readonly model: Model;
  readonly policy: Policy;
  readonly functions: Functions;
  readonly limits: Limits;
  /** A read in the dialect of REST, for functions. */
  readonly query: Query;
  readonly options: GraphqlOptions;
  /** GraphiQL's files. */
  readonly assets: Assets;
}

/** Answers one request of a caller. `readsOnly`: a mutation is refused. */
export type Ask = (request: GraphRequest & { readonly readsOnly: boolean }, context: Context) => Promise<Outcome>;

/** @throws TypeError for options that cannot be */
function createAsk(deps: Omit<GraphqlDeps, "assets">): Ask {
  const { engine, model, policy, functions, limits, query, options } = deps;
  const types = options.types ?? [];
  const graphLimits = resolveGraphLimits(options.limits);
  const prepare = createPreparer(limits, graphLimits);
  const graphOf = roleGraphs({
    model,
    policy,
    functions,
    types,
    names: compileNames(model, types),
    introspection: options.introspection ?? true,
    suggestions: options.suggestions,
  });
  const documentOf = knownDocuments({
    documents: options.documents ?? {},
    knownOnly: options.accepts === "known",
  });
  return async (request, context) => {
    const { role } = context.principal;
    if (!policy.knowsRole(role)) return err(failureRefusal(failure("42501", `role "${role}" does not exist`), true));
    const document = documentOf(request);
    if (!document.ok) return document;
    const graph = graphOf(role);
    const prepared = prepare(graph, { ...request, query: document.value });
    if (!prepared.ok) return prepared;
    if (request.readsOnly && prepared.value.operation.kind === "mutation") return err(readsOnly);
    return runOperation({ engine, model, policy, query }, prepared.value, graph, context);
  };
}

const path = "/graphql/v1";

/** `/graphql/v1` over HTTP. Source: https://graphql.github.io/graphql-over-http/draft/ */
export function graphqlSurface(deps: GraphqlDeps): GraphqlSurface {
  const ask = createAsk(deps);
  const { maxBatch } = resolveGraphLimits(deps.options.limits);
  const hasPage = deps.options.graphiql ?? true;

  async function answer(request: Request, contextOf: ContextOf, media: AnswerMedia): Promise<Response> {
    if (request.method !== "GET" && request.method !== "POST") return refusalResponse(wrongMethod, media);
    const call = await readCall(request, maxBatch);
    if (!call.ok) return refusalResponse(call.error, media);
    const context = await contextOf(request);
    if (!context.ok) return refusalResponse(failureRefusal(context.error, false), media);
    const readsOnly = request.method === "GET";
    const outcomes: Outcome[] = [];
    for (const each of call.value.requests) outcomes.push(await ask({ ...each, readsOnly }, context.value));
    return outcomeResponse(outcomes, call.value.isBatch, media);
  }

  return {
    path,
    refuse: (reason, request) =>
      refusalResponse(failureRefusal(reason, false), negotiate(request.headers.get("accept")) ?? "application/json"),
    async fetch(request, contextOf) {
      const url = new URL(request.url);
      const rest = url.pathname.slice(path.length).replace(/\/$/, "");
      const accept = request.headers.get("accept");
      const isPage = rest !== "" || (!url.searchParams.has("query") && wantsPage(accept));
      if (isPage && request.method === "GET") {
        const file = hasPage ? await pageFile(rest, deps.assets) : null;
        if (file !== null) return file;
      }
      if (rest !== "") return refusalResponse(failureRefusal(nothing, false), "application/json");
      const media = negotiate(accept);
      return media === null ? refusalResponse(unacceptable, "application/json") : answer(request, contextOf, media);
    },
  };
}

const nothing = failure("PER404", "there is nothing at this address");
const wrongMethod = {
  ...plainRefusal("only GET and POST are allowed", "METHOD_NOT_ALLOWED", false),
  status: 405,
  headers: { allow: "GET, POST" },
};
const readsOnly = {
  ...plainRefusal("a mutation needs POST", "METHOD_NOT_ALLOWED", false),
  status: 405,
  headers: { allow: "POST" },
};
const unacceptable = { ...plainRefusal("nothing acceptable can be answered", "NOT_ACCEPTABLE", false), status: 406 };
