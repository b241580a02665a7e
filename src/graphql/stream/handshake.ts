import { type Failure, failure } from "../../kernel/failure.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import type { AtConnection, ClosedSocket, OpenSocket } from "../../live/ports.ts";
import { closing } from "./messages.ts";
import { streamToken } from "./stream-request.ts";
import { offeredProtocol } from "./subprotocol.ts";

/** Where operations go that go on, and for which pages. */
export interface StreamPlaces {
  /** Null: the worker is bound to no objects for sockets. */
  readonly openSocket: OpenSocket | null;
  readonly atConnection: AtConnection | null;
  readonly closedSocket: ClosedSocket;
  /** Whether pages of this origin may open sockets. */
  readonly allowsOrigin: (origin: string) => boolean;
}

/** A request for a socket. Who asks is said later, by `connection_init`. */
export async function webSocket(request: Request, places: StreamPlaces): Promise<Result<Response, Failure>> {
  const { openSocket, closedSocket, allowsOrigin } = places;
  const origin = request.headers.get("origin");
  if (origin !== null && !allowsOrigin(origin)) return err(failure("PER403", "this origin may not connect"));
  if (openSocket === null) return err(noObjects);
  const { code, reason } = closing.subprotocol;
  return ok(offeredProtocol(request) === null ? closedSocket(code, reason) : await openSocket(request));
}

/** Of the name that a token begins with. */
const nameLength = 64;

/** A request of the graphql-sse protocol: to where the stream is, or to where there is room for one. */
export async function eventStream(request: Request, places: StreamPlaces): Promise<Result<Response, Failure>> {
  const { openSocket, atConnection } = places;
  if (openSocket === null || atConnection === null) return err(noObjects);
  // Read here, where it is bounded.
  const whole = request.method === "POST" ? new Request(request, { body: await request.arrayBuffer() }) : request;
  const token = streamToken(request);
  const answer = token === null ? await openSocket(whole) : await atConnection(token.slice(0, nameLength), whole);
  return answer === null ? err(failure("PER404", "there is no such stream")) : ok(answer);
}

const noObjects: Failure = failure("PER503", "this deployment has no objects for sockets");
