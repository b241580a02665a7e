import type { Context } from "../engine/request.ts";
import { type Failure, failure } from "../kernel/failure.ts";
import { type Eventual, err } from "../kernel/result.ts";
import { type Outcome, outcomeResponse, refusalResponse } from "./answer.ts";
import { type AskDeps, createAsk } from "./ask.ts";
import { failureRefusal, plainRefusal } from "./errors.ts";
import { resolveGraphLimits } from "./limits.ts";
import { type AnswerMedia, negotiate, wantsPage } from "./media.ts";
import { pageFile } from "./page.ts";
import type { Assets } from "./ports.ts";
import { type GraphRequest, readCall } from "./read-request.ts";
import { eventStream, type StreamPlaces, webSocket } from "./stream/handshake.ts";
import { isOfStream } from "./stream/stream-request.ts";

/** Who asks: from the request's token. */
export type ContextOf = (request: Request) => Eventual<Context, Failure>;

export interface GraphqlSurface {
  readonly path: string;
  readonly fetch: (request: Request, contextOf: ContextOf) => Promise<Response>;
  readonly refuse: (reason: Failure, request: Request) => Response;
}

export interface GraphqlDeps extends AskDeps {
  readonly places: StreamPlaces;
  /** GraphiQL's files. */
  readonly assets: Assets;
}

const path = "/graphql/v1";

/** `/graphql/v1` over HTTP. Source: https://graphql.github.io/graphql-over-http/draft/ */
export function graphqlSurface(deps: GraphqlDeps): GraphqlSurface {
  const ask = createAsk(deps);
  const { maxBatch } = resolveGraphLimits(deps.options.limits);
  const hasPage = deps.options.graphiql ?? true;

  async function once(request: GraphRequest, context: Context, readsOnly: boolean): Promise<Outcome> {
    const asked = ask.prepare(request, context.principal, readsOnly);
    if (!asked.ok) return asked;
    return asked.value.prepared.operation.follows === null ? ask.run(asked.value, context) : err(noStream);
  }

  async function answer(request: Request, contextOf: ContextOf, media: AnswerMedia): Promise<Response> {
    if (request.method !== "GET" && request.method !== "POST") return refusalResponse(wrongMethod, media);
    const call = await readCall(request, maxBatch);
    if (!call.ok) return refusalResponse(call.error, media);
    const context = await contextOf(request);
    if (!context.ok) return refusalResponse(failureRefusal(context.error, false), media);
    const readsOnly = request.method === "GET";
    const outcomes: Outcome[] = [];
    for (const each of call.value.requests) outcomes.push(await once(each, context.value, readsOnly));
    return outcomeResponse(outcomes, call.value.isBatch, media);
  }

  async function stream(request: Request, contextOf: ContextOf): Promise<Response> {
    if (!streamMethods.has(request.method)) return refusalResponse(wrongMethod, "application/graphql-response+json");
    const context = await contextOf(request);
    const opened = context.ok ? await eventStream(request, deps.places) : context;
    return opened.ok
      ? opened.value
      : refusalResponse(failureRefusal(opened.error, false), "application/graphql-response+json");
  }

  return {
    path,
    refuse: (reason, request) =>
      refusalResponse(failureRefusal(reason, false), negotiate(request.headers.get("accept")) ?? "application/json"),
    async fetch(request, contextOf) {
      if (request.method === "GET" && request.headers.get("upgrade")?.toLowerCase() === "websocket") {
        const opened = await webSocket(request, deps.places);
        return opened.ok ? opened.value : refusalResponse(failureRefusal(opened.error, false), "application/json");
      }
      const rest = below(request.url);
      const accept = request.headers.get("accept");
      if (request.method === "GET" && hasPage && asksPage(request.url, rest, accept)) {
        const file = await pageFile(rest, deps.assets);
        if (file !== null) return file;
      }
      if (rest !== "") return refusalResponse(failureRefusal(nothing, false), "application/json");
      if (isOfStream(request)) return stream(request, contextOf);
      const media = negotiate(accept);
      return media === null ? refusalResponse(unacceptable, "application/json") : answer(request, contextOf, media);
    },
  };
}

/** PUT reserves a stream of events, DELETE ends an operation of one. */
const streamMethods: ReadonlySet<string> = new Set(["GET", "POST", "PUT", "DELETE"]);

/** What follows the surface's path, without a slash at its end. To make a URL of the text costs 20 µs. */
function below(url: string): string {
  const query = url.indexOf("?");
  const pathname = url.slice(url.indexOf("/", url.indexOf("//") + 2), query === -1 ? url.length : query);
  return pathname.slice(path.length).replace(/\/$/, "");
}

function asksPage(url: string, rest: string, accept: string | null): boolean {
  return rest !== "" || (!new URL(url).searchParams.has("query") && wantsPage(accept));
}

const nothing = failure("PER404", "there is nothing at this address");
const wrongMethod = {
  ...plainRefusal("only GET and POST are allowed", "METHOD_NOT_ALLOWED", false),
  status: 405,
  headers: { allow: "GET, POST" },
};
const noStream = failureRefusal(failure("0A000", "a subscription needs a WebSocket or an event stream"), true);
const unacceptable = { ...plainRefusal("nothing acceptable can be answered", "NOT_ACCEPTABLE", false), status: 406 };
