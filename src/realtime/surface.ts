import type { Context } from "../engine/request.ts";
import { type Failure, failure } from "../kernel/failure.ts";
import { type Json, readJson } from "../kernel/json.ts";
import type { Principal } from "../kernel/principal.ts";
import type { Eventual, Result } from "../kernel/result.ts";
import type { Authorize } from "../live/channels/authorize.ts";
import type { OpenSocket } from "../live/ports.ts";
import type { ResolvedRealtimeLimits } from "../live/socket-limits.ts";
import { type Keeping, keptFor } from "./broadcast.ts";
import { type HttpMessage, parseBatch } from "./http-body.ts";
import type { Broadcast, TopicOf } from "./ports.ts";
import { reasons } from "./reasons.ts";
import { serializerVersion } from "./serializer-version.ts";

export interface RealtimeSurfaceDeps {
  /** Null: the worker is bound to no objects for sockets. */
  readonly openSocket: OpenSocket | null;
  readonly topicOf: TopicOf;
  readonly authorize: Authorize;
  readonly authenticate: (token: string) => Promise<Result<Principal, Failure>>;
  /** Whether pages of this origin may open sockets. */
  readonly allowsOrigin: (origin: string) => boolean;
  readonly limits: ResolvedRealtimeLimits;
}

export interface RealtimeSurface {
  readonly path: string;
  readonly fetch: (request: Request, contextOf: ContextOf) => Promise<Response>;
}

type ContextOf = (request: Request) => Eventual<Context, Failure>;

const path = "/realtime/v1";
const eventPath = /^\/api\/broadcast\/([^/]+)\/events\/([^/]+)$/;

/** `/realtime/v1/websocket`, and broadcasts by HTTP. */
export function realtimeSurface(deps: RealtimeSurfaceDeps): RealtimeSurface {
  return {
    path,
    async fetch(request, contextOf) {
      const url = new URL(request.url);
      const rest = url.pathname.slice(path.length);
      if (rest === "/websocket" || rest === "/websocket/") return webSocket(request, url, deps);
      const event = eventPath.exec(rest);
      if (rest !== "/api/broadcast" && event === null)
        return refuse(failure("PER404", "there is nothing at this address"));
      if (request.method !== "POST")
        return refuse(failure("PER405", "only POST is allowed here", { headers: { allow: "POST" } }));
      const context = await contextOf(request);
      if (!context.ok) return refuse(context.error);
      const call: Call = { request, url, deps, principal: context.value.principal };
      return event === null ? broadcastBatch(call) : broadcastOne(call, event[1] ?? "", event[2] ?? "");
    },
  };
}

async function webSocket(request: Request, url: URL, deps: RealtimeSurfaceDeps): Promise<Response> {
  if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") {
    return refuse(failure("PER426", "a WebSocket is expected here", { headers: { upgrade: "websocket" } }));
  }
  const origin = request.headers.get("origin");
  if (origin !== null && !deps.allowsOrigin(origin)) return refuse(failure("PER403", "this origin may not connect"));
  if (serializerVersion(url.searchParams.get("vsn")) === null) {
    return refuse(failure("PER403", "this version of the protocol is unknown"));
  }
  const key = url.searchParams.get("apikey");
  if (key !== null && key !== "") {
    const principal = await deps.authenticate(key);
    if (!principal.ok) return refuse(principal.error);
  }
  if (deps.openSocket === null) return refuse(failure("PER503", "this deployment has no objects for sockets"));
  return deps.openSocket(request);
}

interface Call {
  readonly request: Request;
  readonly url: URL;
  readonly deps: RealtimeSurfaceDeps;
  readonly principal: Principal;
}

/** One event, its body the payload: JSON, or bytes. */
async function broadcastOne(call: Call, rawTopic: string, rawEvent: string): Promise<Response> {
  const { request, url, deps } = call;
  const topic = decode(rawTopic);
  const event = decode(rawEvent);
  if (topic === null || event === null || topic.length > 255)
    return unprocessable({ errors: { topic: ["is invalid"] } });
  const bytes = new Uint8Array(await request.arrayBuffer());
  if (bytes.length > deps.limits.maxMessageBytes) return tooLarge();
  const isPrivate = url.searchParams.get("private") === "true";
  if (!isPrivate && keepingOf(url) !== null) {
    return unprocessable({ errors: { persist: ["can only be used on private channels"] } });
  }
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type === "application/octet-stream") {
    return send(call, { topic, isPrivate, broadcast: { topic, event, content: { kind: "bytes", bytes }, meta: null } });
  }
  if (type !== "application/json") return new Response(null, { status: 415 });
  const text = new TextDecoder().decode(bytes);
  if (readJson(text) === undefined) return unprocessable({ errors: { payload: ["is no JSON"] } });
  return send(call, { topic, isPrivate, broadcast: { topic, event, content: { kind: "json", text }, meta: null } });
}

async function broadcastBatch(call: Call): Promise<Response> {
  const text = await call.request.text();
  const body = readJson(text);
  const messages = body === undefined ? null : parseBatch(body, call.deps.limits.maxMessageBytes);
  if (messages === null) return unprocessable({ errors: { messages: ["is no JSON"] } });
  if (!messages.ok) return unprocessable(messages.error);
  for (const message of messages.value) {
    const answer = await send(call, addressed(message));
    // One that may not be sent is left out, as with the real server; the sender learns nothing of the channel.
    if (answer.status >= 500) return answer;
  }
  return new Response(null, { status: 202 });
}

function addressed({ topic, event, payload, isPrivate }: HttpMessage): Addressed {
  return { topic, isPrivate, broadcast: { topic, event, content: { kind: "json", text: payload }, meta: null } };
}

interface Addressed {
  readonly topic: string;
  readonly isPrivate: boolean;
  readonly broadcast: Broadcast;
}

async function send({ url, deps, principal }: Call, { topic, isPrivate, broadcast }: Addressed): Promise<Response> {
  const { may, replay } = await deps.authorize(topic, isPrivate, principal);
  if (!may("broadcast.write")) return Response.json({ message: reasons.unauthorized(topic) }, { status: 403 });
  const keep = keptFor(isPrivate ? keepingOf(url) : null, replay);
  const named = { ...broadcast, topic: `realtime:${topic}` };
  await deps.topicOf({ topic, isPrivate }).publish({ connection: null, broadcast: named, keep });
  return new Response(null, { status: 202 });
}

function keepingOf({ searchParams }: URL): Keeping | null {
  const ttlSeconds = Number(searchParams.get("persist[ttl]") ?? "");
  if (ttlSeconds > 0) return { ttlSeconds };
  return searchParams.get("persist") === "true" ? { ttlSeconds: null } : null;
}

function decode(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}

function unprocessable(body: Json): Response {
  return Response.json(body, { status: 422 });
}

function tooLarge(): Response {
  return Response.json({ message: reasons.messageSize }, { status: 413 });
}

function refuse({ code, status, message, details, hint, headers }: Failure): Response {
  return Response.json({ code, message, details, hint }, { status, headers: { ...headers } });
}
