import type { Context } from "../engine/request.ts";
import type { CompiledFunction } from "../functions/compile.ts";
import { openExchange } from "../functions/exchange.ts";
import { callFailure, invoke } from "../functions/run.ts";
import type { Failure } from "../kernel/failure.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import type { Call, Server } from "./call.ts";
import { unsupported } from "./failures.ts";
import { lexQuery } from "./lex.ts";
import { checkPreferences, preferencesOf } from "./prefer.ts";
import { readPath } from "./read-path.ts";
import { answerResult } from "./rpc-answer.ts";
import { argumentsOfBody, argumentsOfQuery, type Given, takes } from "./rpc-arguments.ts";
import { boundedScalar, readOnlyCall, unknownFunction, unsupportedCall } from "./rpc-failures.ts";
import { negotiateCall } from "./rpc-media.ts";
import { type CallQuery, splitQuery } from "./rpc-query.ts";
import { prepareResult } from "./rpc-result.ts";

/** A request to `/rpc/<name>`. */
export interface FunctionRequest {
  readonly server: Server;
  readonly request: Request;
  readonly context: Context;
  readonly name: string;
  readonly query: string;
  /** As in `Call`. */
  readonly profile: string | null;
}

/** Source: https://docs.postgrest.org/en/v14/references/api/functions.html */
export async function answerFunction(asked: FunctionRequest): Promise<Result<Response, Failure>> {
  const { server, request, name } = asked;
  const fn = server.functions.get(name);
  if (request.method === "OPTIONS") {
    if (fn === undefined) return err(unknownFunction(server.functions, { name, names: [], mediaType: null }, fn));
    return ok(new Response(null, { status: 200, headers: { allow: methodsOf(fn) } }));
  }
  const isRead = request.method === "GET" || request.method === "HEAD";
  if (!isRead && request.method !== "POST") return err(unsupportedCall(request.method, methodsOf(fn)));
  const query = splitQuery(asked.query, isRead);
  const given = isRead ? ok(argumentsOfQuery(query.arguments, fn)) : await bodyOf(asked, fn, query);
  if (!given.ok) return given;
  if (fn === undefined || !takes(fn, given.value)) {
    const { names, mediaType } = given.value;
    return err(unknownFunction(server.functions, { name, names: names ?? [], mediaType }, fn));
  }
  if (isRead && !fn.readOnly) return err(readOnlyCall(name, methodsOf(fn)));
  const refused = callFailure(fn, { context: asked.context, policy: server.policy });
  return refused === null ? call(asked, fn, { given: given.value, query }) : err(refused);
}

function methodsOf(fn: CompiledFunction | undefined): string {
  return fn?.readOnly === true ? "OPTIONS,GET,HEAD,POST" : "OPTIONS,POST";
}

function bodyOf(
  { request, server }: FunctionRequest,
  fn: CompiledFunction | undefined,
  { columns }: CallQuery,
): Promise<Result<Given, Failure>> {
  return argumentsOfBody(request, fn, { maxBytes: server.limits.maxBodyBytes, columns });
}

interface Calling {
  readonly given: Given;
  readonly query: CallQuery;
}

/** What is asked of the result is checked before the function runs: a call that must fail has then done nothing. */
async function call(
  { server, request, context, name, profile }: FunctionRequest,
  fn: CompiledFunction,
  { given, query }: Calling,
): Promise<Result<Response, Failure>> {
  const preferences = preferencesOf(request.headers.get("prefer"), server.transactionOverride);
  const checked = checkPreferences(preferences);
  if (!checked.ok) return checked;
  // A function's writes are batches of their own, which only the function could take back.
  if (preferences.transaction === "rollback" && !fn.readOnly)
    return err(unsupported("tx=rollback of a function that writes"));
  const media = negotiateCall(request.headers.get("accept"), fn);
  if (!media.ok) return media;
  const { kind } = fn.output;
  const maxAffected = preferences.handling === "strict" ? preferences.maxAffected : null;
  if (maxAffected !== null && kind !== "rows" && kind !== "values") return err(boundedScalar);
  const lexed = lexQuery(query.asked);
  const answered: Call = {
    server,
    request,
    context,
    collection: name,
    lexed,
    preferences,
    media: media.value,
    profile,
  };
  const prepared = prepareResult(answered, fn);
  if (!prepared.ok) return prepared;
  const exchange = openExchange(request);
  const outcome = await invoke(fn, given.argument, {
    engine: server.engine,
    model: server.model,
    policy: server.policy,
    context,
    query: (path, asker) => readPath(server, path, asker),
    maxAffected,
    exchange,
  });
  if (!outcome.ok) return outcome;
  const result = await prepared.value(outcome.value);
  return result.ok
    ? answerResult(answered, fn.output, { ...result.value, maxAffected, said: exchange.response })
    : result;
}
