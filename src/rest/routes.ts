import type { Context } from "../engine/request.ts";
import { type Failure, failure } from "../kernel/failure.ts";
import { type Eventual, err, ok, type Result } from "../kernel/result.ts";
import { answerRead } from "./answer-read.ts";
import { answerWrite } from "./answer-write.ts";
import type { Call, Server } from "./call.ts";
import { failureResponse, unsupportedMethod } from "./failure-response.ts";
import { schemaName, unknownCollection } from "./failures.ts";
import { lexQuery } from "./lex.ts";
import { negotiate } from "./media.ts";
import { type Asked, answerOnce, idempotencyKey } from "./once.ts";
import { decodeSegment } from "./percent.ts";
import { hasPrecondition, withPrecondition } from "./precondition.ts";
import { checkPreferences, preferencesOf } from "./prefer.ts";
import { answerRoot } from "./root.ts";
import { answerFunction } from "./rpc.ts";
import { type WriteMethod, writeMethods } from "./write-methods.ts";

/** Who asks: from the request's token. A failure is answered as it is. */
export type ContextOf = (request: Request) => Eventual<Context, Failure>;

/** The surface in PostgREST's dialect. */
export interface Rest {
  /** `path` is what follows `/rest/v1`: `/articles`. Expected failures become answers; bugs and the platform throw. */
  handle(request: Request, path: string, context: Context): Promise<Response>;
  /** The same for a whole request below `/rest/v1`, to mount: `app.all("/rest/v1/*", (c) => rest.fetch(c.req.raw, contextOf))`. */
  fetch(request: Request, contextOf: ContextOf): Promise<Response>;
}

const prefix = "/rest/v1";

export function rest(server: Server): Rest {
  const handle: Rest["handle"] = async (request, path, context) => {
    const asked: Asked = { request, path, context };
    const key = idempotencyKey(asked);
    const outcome = await (key === null ? answer(server, asked) : answerOnce(server, { ...asked, key }, answer));
    return outcome.ok ? outcome.value : failureResponse(outcome.error, context.principal);
  };
  return {
    handle,
    fetch: async (request, contextOf) => {
      const context = await contextOf(request);
      if (!context.ok) return failureResponse(context.error, null);
      return await handle(request, pathOf(request.url), context.value);
    },
  };
}

function answer(server: Server, { request, path, context }: Asked): Eventual<Response, Failure> {
  const query = queryOf(request.url);
  if (path.length + query.length > server.limits.maxUrlLength) {
    return err(failure("PER002", `the URL is longer than ${server.limits.maxUrlLength} characters`));
  }
  const target = targetOf(path);
  if (!target.ok) return target;
  if (target.value.kind === "root") return answerRoot(server, request, context);
  if (target.value.kind === "function") {
    const profile = profileOf(request, request.method === "POST" ? "content-profile" : "accept-profile");
    if (!profile.ok) return profile;
    return answerFunction({ server, request, context, name: target.value.name, query, profile: profile.value });
  }
  const collection = target.value.name;
  if (request.method === "OPTIONS") return answerOptions(server, collection);
  const method = writeMethods.get(request.method);
  if (method === undefined && request.method !== "GET" && request.method !== "HEAD") {
    return err(unsupportedMethod(request.method));
  }
  const profile = profileOf(request, method === undefined ? "accept-profile" : "content-profile");
  if (!profile.ok) return profile;
  const preferences = preferencesOf(request.headers.get("prefer"), server.transactionOverride);
  const checked = checkPreferences(preferences);
  if (!checked.ok) return checked;
  const media = negotiate(request.headers.get("accept"));
  if (!media.ok) return media;
  const call: Call = {
    server,
    request,
    context,
    collection,
    lexed: lexQuery(query),
    preferences,
    media: media.value,
    profile: profile.value,
  };
  if (method === undefined) return answerRead(call);
  // What is written is named by filters, and so is what a precondition looks at.
  if (call.lexed.after !== null) return err(failure("PGRST100", "failed to parse filter (after)"));
  return hasPrecondition(request.headers) ? answerGuarded(call, method) : answerWrite(call, method);
}

async function answerGuarded(call: Call, method: WriteMethod): Promise<Result<Response, Failure>> {
  const guarded = await withPrecondition(call);
  return guarded.ok ? answerWrite(guarded.value, method) : guarded;
}

interface Target {
  readonly kind: "collection" | "function" | "root";
  readonly name: string;
}

/** `/articles`, `/rpc/trending`, `/`. Errors: PGRST125. */
function targetOf(path: string): Result<Target, Failure> {
  const segments = path.split("/").filter((segment) => segment !== "");
  const [first, second, ...others] = segments.map(decodeSegment);
  if (first === undefined) return ok({ kind: "root", name: "" });
  if (second === undefined) return ok({ kind: "collection", name: first });
  if (first === "rpc" && others.length === 0) return ok({ kind: "function", name: second });
  return err(failure("PGRST125", "Invalid path specified in request URL"));
}

function answerOptions(server: Server, name: string): Result<Response, Failure> {
  const collection = server.model.collections.get(name);
  if (collection === undefined) return err(unknownCollection(server.model, name));
  const writes = collection.kind === "view" ? [] : ["POST", "PUT", "PATCH", "DELETE"];
  const allow = ["OPTIONS", "GET", "HEAD", ...writes].join(",");
  return ok(new Response(null, { status: 200, headers: { allow } }));
}

/** Source: https://docs.postgrest.org/en/v14/references/api/schemas.html#multiple-schemas */
function profileOf(request: Request, header: string): Result<string | null, Failure> {
  const named = request.headers.get(header);
  if (named === null || named === schemaName) return ok(named);
  return err(
    failure("PGRST106", `Invalid schema: ${named}`, {
      hint: `Only the following schemas are exposed: ${schemaName}`,
    }),
  );
}

/** The path below the prefix, as it was sent. A runtime's `Request.url` is absolute and normalised already. */
function pathOf(url: string): string {
  const root = url.indexOf("/", url.indexOf("://") + 3);
  const end = url.slice(root).search(/[?#]/);
  const pathname = end === -1 ? url.slice(root) : url.slice(root, root + end);
  return pathname.startsWith(prefix) ? pathname.slice(prefix.length) : pathname;
}

/** What stands behind `?`, as it was sent. */
function queryOf(url: string): string {
  const start = url.indexOf("?");
  if (start === -1) return "";
  const end = url.indexOf("#", start);
  return end === -1 ? url.slice(start + 1) : url.slice(start + 1, end);
}
