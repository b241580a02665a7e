import type { Failure } from "../../kernel/failure.ts";
import { failure } from "../../kernel/failure.ts";
import type { Principal } from "../../kernel/principal.ts";
import type { Result } from "../../kernel/result.ts";
import type { ResolvedRealtimeLimits } from "../../live/socket-limits.ts";
import { refusalResponse } from "../answer.ts";
import { failureRefusal, plainRefusal, type Refusal } from "../errors.ts";
import { readCall } from "../read-request.ts";
import type { Streams } from "./begin.ts";
import { handshakeCredentials, type Presented } from "./credentials.ts";
import { eventSink } from "./event-sink.ts";
import { type EventStream, keepAlive, openEventStream } from "./event-stream.ts";
import { Reservation } from "./reservation.ts";
import type { Running } from "./running.ts";
import { streamToken, wantsEvents } from "./stream-request.ts";

export interface EventStreamsDeps {
  readonly streams: Streams;
  readonly authenticate: (presented: Presented) => Promise<Result<Principal, Failure>>;
  readonly limits: ResolvedRealtimeLimits;
  /** The connection object's name, with which the tokens of reservations begin. */
  readonly connection: string;
  readonly clock: () => number;
  readonly delay: (delayMs: number) => Promise<void>;
  readonly newId: () => string;
}

const keepAliveMs = 12_000;

/**
 * Operations over Server-Sent Events: the server's side of graphql-sse, both modes. While a stream is open or reserved, the
 * object that holds it does not sleep, and everything here is in memory.
 * https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md
 */
export class EventStreams {
  readonly #deps: EventStreamsDeps;
  readonly #open = new Set<EventStream>();
  readonly #reservations = new Map<string, Reservation>();
  #isTicking = false;

  constructor(deps: EventStreamsDeps) {
    this.#deps = deps;
  }

  /** How many streams there are, those that are reserved too. */
  get count(): number {
    return this.#open.size + this.#reservations.size;
  }

  /** Null where one more would be too many. */
  async answer(request: Request, hasRoom: boolean): Promise<Response | null> {
    const principal = await this.#deps.authenticate(handshakeCredentials(request));
    if (!principal.ok) return refuse(failureRefusal(principal.error, false));
    const token = streamToken(request);
    if (token !== null) return this.#addressed(token, request, principal.value);
    if (!hasRoom) return null;
    if (request.method === "PUT") return this.#reserve(principal.value);
    if (request.method === "DELETE") return refuse(noStream);
    return this.#distinct(request, principal.value);
  }

  /** One operation, and a stream for it alone. */
  async #distinct(request: Request, principal: Principal): Promise<Response> {
    const { streams, limits } = this.#deps;
    const call = await readCall(request, 1);
    if (!call.ok) return refuse(call.error);
    const [asked] = call.value.requests;
    if (asked === undefined) return refuse(plainRefusal("there is no query", "BAD_REQUEST", false));
    const prepared = streams.prepare(asked, principal, request.method === "GET");
    if (!prepared.ok && prepared.error.status !== 400) return refuse(prepared.error);
    let running: Running | null = null;
    const stream = openEventStream({
      maxWaitingBytes: limits.maxUnheardBytes,
      onGone: () => {
        running?.end();
        this.#open.delete(stream);
      },
    });
    const onDone = (): void => {
      stream.end();
      this.#open.delete(stream);
    };
    const sink = eventSink({ id: null, write: stream.write, onDone });
    this.#hold(() => this.#open.add(stream));
    if (prepared.ok) running = streams.begin(prepared.value, principal, sink);
    else sink.fail(prepared.error);
    return stream.response;
  }

  #reserve(principal: Principal): Response {
    const { connection, newId, clock } = this.#deps;
    const token = connection + newId();
    this.#hold(() => this.#reservations.set(token, new Reservation(principal, this.#deps, clock())));
    return new Response(token, { status: 201, headers: { "content-type": "text/plain; charset=utf-8" } });
  }

  async #addressed(token: string, request: Request, principal: Principal): Promise<Response> {
    const reservation = this.#reservations.get(token);
    if (reservation === undefined || !reservation.isOf(principal)) return refuse(noStream);
    if (wantsEvents(request)) {
      const stream = reservation.open(() => this.#reservations.delete(token));
      return stream === null ? refuse(openAlready) : stream.response;
    }
    if (request.method === "DELETE") return reservation.stop(new URL(request.url).searchParams.get("operationId"));
    return reservation.begin(request, principal);
  }

  #hold(add: () => void): void {
    add();
    if (!this.#isTicking) void this.#tick();
  }

  /** Keeps streams alive, and gives up reservations that nobody has come for. */
  async #tick(): Promise<void> {
    const { delay, clock } = this.#deps;
    this.#isTicking = true;
    while (this.count > 0) {
      await delay(keepAliveMs);
      for (const stream of this.#open) stream.write(keepAlive);
      for (const [token, reservation] of this.#reservations) {
        if (reservation.isForsaken(clock())) this.#reservations.delete(token);
        else reservation.keepAlive();
      }
    }
    this.#isTicking = false;
  }
}

/** Whoever speaks this protocol reads the status. */
function refuse(refusal: Refusal): Response {
  return refusalResponse(refusal, "application/graphql-response+json");
}

const noStream: Refusal = failureRefusal(failure("PER404", "there is no such stream"), false);
const openAlready: Refusal = { ...plainRefusal("the stream is open already", "CONFLICT", false), status: 409 };
