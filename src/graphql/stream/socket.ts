import { utf8Length } from "../../kernel/bytes.ts";
import type { Failure } from "../../kernel/failure.ts";
import { failure } from "../../kernel/failure.ts";
import type { Json, JsonObject } from "../../kernel/json.ts";
import type { Principal } from "../../kernel/principal.ts";
import type { Result } from "../../kernel/result.ts";
import { Allowance } from "../../live/allowance.ts";
import { bytesOf } from "../../live/counted-bytes.ts";
import { expiresAtMs } from "../../live/expiry.ts";
import type { EndReason, Subscribe, Subscription } from "../../live/live.ts";
import { onceATurn } from "../../live/once-a-turn.ts";
import type { LiveSocket } from "../../live/ports.ts";
import type { ResolvedRealtimeLimits } from "../../live/socket-limits.ts";
import { failureRefusal, type GraphError, type Refusal } from "../errors.ts";
import { type GraphRequest, requestOf } from "../read-request.ts";
import { isSubscription, type SavedStream, type Streams } from "./begin.ts";
import { initCredentials, type Presented } from "./credentials.ts";
import { type ClientMessage, type Closing, closing, parseMessage } from "./messages.ts";
import type { Running, Sink, StreamParts } from "./running.ts";
import { Unread } from "./unread.ts";

export interface SocketContext extends StreamParts {
  readonly streams: Streams;
  readonly authenticate: (presented: Presented) => Promise<Result<Principal, Failure>>;
  readonly limits: ResolvedRealtimeLimits;
}

/** How long a client may take for `connection_init`. */
const initWaitMs = 3_000;

/** All of a socket that outlives an eviction; operations that are answered once do not last so long. */
export interface SocketState {
  readonly principal: Principal;
  readonly subscriptions: readonly SavedSubscription[];
}

export interface SavedSubscription extends SavedStream {
  readonly id: string;
}

interface Operation {
  running: Running | null;
  /** Null for what is answered once. */
  saved: GraphRequest | null;
  readonly bytes: number;
}

/** What the requests of a socket's operations may come to: they are kept through evictions. */
const maxKeptBytes = 1_000_000;

/** One client's connection: the server's side of `graphql-transport-ws`. */
export class GraphSocket {
  readonly #socket: LiveSocket;
  readonly #context: SocketContext;
  readonly #handshake: Presented;
  readonly #openedAtMs: number;
  readonly #messages: Allowance;
  readonly #bytes: Allowance;
  readonly #operations = new Map<string, Operation>();
  #isInitialised = false;
  /** Who it is, once that is acknowledged. */
  #principal: Principal | null = null;
  /** Tells when the caller stops being one. */
  #watch: Subscription | null = null;
  /** What the client has not shown to have read. */
  readonly #unread: Unread;
  #heardAtMs: number;
  readonly #moved: () => void = onceATurn(() => this.#save());
  #isClosed = false;

  constructor(socket: LiveSocket, handshake: Presented, context: SocketContext) {
    const { limits, clock } = context;
    this.#socket = socket;
    this.#handshake = handshake;
    this.#context = context;
    this.#messages = new Allowance(limits.maxMessagesPerSecond);
    this.#bytes = new Allowance(limits.maxBytesPerSecond);
    this.#unread = new Unread(limits.maxUnheardBytes);
    this.#openedAtMs = clock();
    this.#heardAtMs = this.#openedAtMs;
  }

  /** As it was before an eviction. A subscription that may not be any more is told so. */
  restore({ principal, subscriptions }: SocketState): void {
    this.#isInitialised = true;
    this.#principal = principal;
    this.#watch = this.#context.live.restore(this.#watching(principal));
    for (const { id, ...saved } of subscriptions) {
      const operation: Operation = { running: null, saved: saved.request, bytes: sizeOf(saved.request) };
      this.#operations.set(id, operation);
      operation.running = this.#context.streams.restore(saved, principal, this.#sink(id));
      if (operation.running === null) this.#refuse(id, failureRefusal(notAnyMore, true));
    }
  }

  message(data: string | ArrayBuffer): void {
    const wrong = this.#isClosed ? null : this.#hear(data);
    if (wrong !== null) this.close(wrong);
  }

  /** Gives why the socket is to be closed. */
  #hear(data: string | ArrayBuffer): Closing | null {
    const { clock, limits } = this.#context;
    const nowMs = clock();
    this.#heardAtMs = nowMs;
    const bytes = bytesOf(data);
    if (bytes > limits.maxMessageBytes) return closing.tooLarge;
    if (!this.#messages.take(1, nowMs) || !this.#bytes.take(bytes, nowMs)) return closing.rate;
    const message = parseMessage(data);
    return message.ok ? this.#handle(message.value) : closing.invalid(message.error);
  }

  #handle(message: ClientMessage): Closing | null {
    switch (message.type) {
      case "connection_init":
        return this.#initialise(message.payload);
      case "subscribe":
        return this.#subscribe(message.id, message.payload);
      case "complete":
        this.#end(message.id);
        return null;
      case "ping":
        this.#say("pong", message.payload);
        return null;
      case "pong":
        this.#unread.answered();
        return null;
    }
  }

  #initialise(payload: JsonObject | null): Closing | null {
    if (this.#isInitialised) return closing.initTwice;
    this.#isInitialised = true;
    const presented = initCredentials(payload, this.#handshake);
    if (presented === null) return closing.forbidden;
    const refuse = (error: unknown): void => {
      this.#context.onFault(error);
      this.close(closing.busy);
    };
    this.#introduce(presented).then((wrong) => {
      if (wrong !== null) this.close(wrong);
    }, refuse);
    return null;
  }

  async #introduce(presented: Presented): Promise<Closing | null> {
    const principal = await this.#context.authenticate(presented);
    if (!principal.ok) return principal.error.status >= 500 ? closing.busy : closing.forbidden;
    const watch = await this.#context.live.subscribe(this.#watching(principal.value));
    if (!watch.ok) return watch.error.status >= 500 ? closing.busy : closing.forbidden;
    this.#watch = watch.value;
    if (this.#isClosed) {
      watch.value.end();
      return null;
    }
    this.#principal = principal.value;
    this.#save();
    this.#say("connection_ack", null);
    return null;
  }

  #watching(principal: Principal): Subscribe {
    const nothing = (): void => undefined;
    const ended = (reason: EndReason): void => this.#ended(reason);
    return { principal, interests: [], since: null, deliver: nothing, reset: nothing, ended };
  }

  #subscribe(id: string, payload: JsonObject): Closing | null {
    const principal = this.#principal;
    if (principal === null) return closing.unauthorized;
    const endsAtMs = expiresAtMs(principal);
    if (endsAtMs !== null && endsAtMs <= this.#heardAtMs) return closing.expired;
    if (this.#operations.has(id)) return closing.taken(id);
    const request = requestOf(payload);
    if (!request.ok) return closing.invalid(`Invalid message: ${request.error.errors[0]?.message}`);
    const refusal = this.#begin(id, request.value, principal);
    if (refusal !== null) this.#refuse(id, refusal);
    return null;
  }

  #begin(id: string, request: GraphRequest, principal: Principal): Refusal | null {
    const { streams } = this.#context;
    const operation: Operation = { running: null, saved: null, bytes: sizeOf(request) };
    const tooMany = this.#excess(operation);
    if (tooMany !== null) return failureRefusal(tooMany, true);
    const asked = streams.prepare(request, principal, false);
    if (!asked.ok) return asked.error;
    this.#operations.set(id, operation);
    operation.running = streams.begin(asked.value, principal, this.#sink(id));
    // It is kept once it has begun: until then its object is not evicted.
    if (isSubscription(asked.value)) operation.saved = request;
    return null;
  }

  #excess({ bytes }: Operation): Failure | null {
    const { maxChannelsPerSocket: most } = this.#context.limits;
    if (this.#operations.size >= most) {
      return failure("PER004", "too many operations at a time", { details: `at most ${most} allowed` });
    }
    const kept = [...this.#operations.values()].reduce((sum, each) => sum + each.bytes, bytes);
    if (kept <= maxKeptBytes) return null;
    return failure("PER004", "the operations of this socket are too large", {
      details: `${kept} bytes, at most ${maxKeptBytes} allowed`,
    });
  }

  #sink(id: string): Sink {
    return {
      next: (result) => {
        const before = `{"id":${JSON.stringify(id)},"type":"next","payload":`;
        // The result is the same text for all who are told it.
        this.#send(`${before}${result}}`, utf8Length(before) + bytesOf(result) + 1);
      },
      complete: () => {
        this.#write(`{"id":${JSON.stringify(id)},"type":"complete"}`);
        this.#forget(id);
      },
      fail: (refusal) => this.#refuse(id, refusal),
      moved: this.#moved,
      ended: (reason) => this.#ended(reason),
    };
  }

  #refuse(id: string, { errors }: Refusal): void {
    this.#write(errorMessage(id, errors));
    this.#forget(id);
  }

  /** The client has had enough of it. */
  #end(id: string): void {
    this.#operations.get(id)?.running?.end();
    this.#forget(id);
  }

  #forget(id: string): void {
    const operation = this.#operations.get(id);
    this.#operations.delete(id);
    if (operation?.saved != null) this.#save();
  }

  #ended(reason: EndReason): void {
    this.close(reason === "expired" ? closing.expired : closing.sessionEnded);
  }

  /** When the time for `connection_init` is over; null where it has come. */
  get initUntilMs(): number | null {
    return this.#isInitialised || this.#isClosed ? null : this.#openedAtMs + initWaitMs;
  }

  /** Closes who is too slow to begin, and who says nothing; asks who has been silent for half that time. */
  look(nowMs: number): void {
    const untilMs = this.initUntilMs;
    const silentMs = nowMs - this.#heardAtMs;
    const maxSilenceMs = this.#context.limits.maxSilenceSeconds * 1_000;
    if (untilMs !== null && untilMs <= nowMs) this.close(closing.initTimeout);
    else if (silentMs > maxSilenceMs) this.close(closing.silent);
    else if (silentMs > maxSilenceMs / 2 && this.#principal !== null && !this.#unread.isAsked) this.#ping();
  }

  #ping(): void {
    this.#unread.asked();
    this.#socket.send('{"type":"ping"}');
  }

  #say(type: "connection_ack" | "pong", payload: Json): void {
    this.#write(payload === null ? `{"type":"${type}"}` : JSON.stringify({ type, payload }));
  }

  #write(data: string): void {
    this.#send(data, bytesOf(data));
  }

  /** `bytes`: how many it has. */
  #send(data: string, bytes: number): void {
    if (this.#isClosed) return;
    this.#unread.sent(bytes);
    if (this.#unread.isTooMuch) {
      this.close(closing.tooSlow);
      return;
    }
    this.#socket.send(data);
    if (this.#unread.isTimeToAsk) this.#ping();
  }

  close({ code, reason }: Closing): void {
    if (this.#isClosed) return;
    this.#socket.close(code, reason);
    this.leave();
  }

  /** The connection is gone. */
  leave(): void {
    this.#isClosed = true;
    this.#watch?.end();
    for (const { running } of this.#operations.values()) running?.end();
    this.#operations.clear();
  }

  #save(): void {
    if (this.#principal === null || this.#isClosed) return;
    const subscriptions = [...this.#operations].flatMap(([id, { saved, running }]): SavedSubscription[] =>
      saved === null ? [] : [{ id, request: saved, told: running?.told ?? null }],
    );
    const state: SocketState = { principal: this.#principal, subscriptions };
    this.#socket.save(JSON.stringify(state));
  }
}

function sizeOf(request: GraphRequest): number {
  return bytesOf(JSON.stringify(request));
}

function errorMessage(id: string, errors: readonly GraphError[]): string {
  return JSON.stringify({ id, type: "error", payload: errors });
}

const notAnyMore: Failure = failure("42501", "the subscription is not allowed any more");
