import { type Failure, failure } from "../../kernel/failure.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import type { ClosedSocket, OpenSocket } from "../../live/ports.ts";
import { closing } from "./messages.ts";
import { offeredProtocol } from "./subprotocol.ts";

/** Where operations go that go on, and for which pages. */
export interface StreamPlaces {
  /** Null: the worker is bound to no objects for sockets. */
  readonly openSocket: OpenSocket | null;
  readonly closedSocket: ClosedSocket;
  /** Whether pages of this origin may open sockets. */
  readonly allowsOrigin: (origin: string) => boolean;
}

/** A request for a socket. Who asks is said later, by `connection_init`. */
export async function webSocket(request: Request, places: StreamPlaces): Promise<Result<Response, Failure>> {
  const { openSocket, closedSocket, allowsOrigin } = places;
  const origin = request.headers.get("origin");
  if (origin !== null && !allowsOrigin(origin)) return err(failure("PER403", "this origin may not connect"));
  if (openSocket === null) return err(failure("PER503", "this deployment has no objects for sockets"));
  const { code, reason } = closing.subprotocol;
  return ok(offeredProtocol(request) === null ? closedSocket(code, reason) : await openSocket(request));
}
