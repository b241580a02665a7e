import type { Principal } from "../../kernel/principal.ts";
import type { ResolvedRealtimeLimits } from "../../live/socket-limits.ts";
import { refusalResponse } from "../answer.ts";
import { excess } from "../bounds.ts";
import { failureRefusal, plainRefusal, type Refusal } from "../errors.ts";
import { readCall } from "../read-request.ts";
import type { Streams } from "./begin.ts";
import { eventSink } from "./event-sink.ts";
import { type EventStream, keepAlive, openEventStream } from "./event-stream.ts";
import type { Running } from "./running.ts";

export interface ReservationParts {
  readonly streams: Streams;
  readonly limits: ResolvedRealtimeLimits;
}

/** For how long a stream is reserved. */
const patienceMs = 60_000;
/** What may wait for a stream that is not open yet. */
const maxWaitingBytes = 1_000_000;

/** A stream for several operations, which requests of their own begin and end: graphql-sse's single connection mode. */
export class Reservation {
  readonly #principal: Principal;
  readonly #parts: ReservationParts;
  readonly #untilMs: number;
  readonly #operations = new Map<string, Running | null>();
  #stream: EventStream | null = null;
  #waiting = "";

  constructor(principal: Principal, parts: ReservationParts, nowMs: number) {
    this.#principal = principal;
    this.#parts = parts;
    this.#untilMs = nowMs + patienceMs;
  }

  /** Of somebody else nobody learns that it is there. */
  isOf({ id, role }: Principal): boolean {
    return id === this.#principal.id && role === this.#principal.role;
  }

  isForsaken(nowMs: number): boolean {
    if (this.#stream !== null || nowMs < this.#untilMs) return false;
    this.#endAll();
    return true;
  }

  /** Null where it is open already. `onGone`: the client has left. */
  open(onGone: () => void): EventStream | null {
    if (this.#stream !== null) return null;
    this.#stream = openEventStream({
      maxWaitingBytes: this.#parts.limits.maxUnheardBytes,
      onGone: () => {
        this.#endAll();
        onGone();
      },
    });
    if (this.#waiting !== "") this.#stream.write(this.#waiting);
    this.#waiting = "";
    return this.#stream;
  }

  keepAlive(): void {
    this.#stream?.write(keepAlive);
  }

  async begin(request: Request, principal: Principal): Promise<Response> {
    const { streams, limits } = this.#parts;
    const call = await readCall(request, 1);
    if (!call.ok) return refuse(call.error);
    const [asked] = call.value.requests;
    const id = asked?.operationId ?? null;
    if (asked === undefined || id === null) return refuse(noId);
    if (this.#operations.has(id)) return refuse(taken);
    const { maxChannelsPerSocket: most } = limits;
    if (this.#operations.size >= most) {
      return refuse(failureRefusal(excess("operations at a time", this.#operations.size + 1, most), true));
    }
    const prepared = streams.prepare(asked, principal, request.method === "GET");
    if (!prepared.ok) return refuse(prepared.error);
    this.#operations.set(id, null);
    const onDone = (): void => void this.#operations.delete(id);
    const sink = eventSink({ id: JSON.stringify(id), write: (text) => this.#write(text), onDone });
    this.#operations.set(id, streams.begin(prepared.value, principal, sink));
    return new Response(null, { status: 202 });
  }

  /** The client has had enough of an operation. */
  stop(id: string | null): Response {
    if (id === null || id === "") return refuse(noId);
    this.#operations.get(id)?.end();
    this.#operations.delete(id);
    return new Response(null, { status: 200 });
  }

  #write(text: string): void {
    if (this.#stream !== null) this.#stream.write(text);
    else if (this.#waiting.length + text.length <= maxWaitingBytes) this.#waiting += text;
    else this.#endAll();
  }

  #endAll(): void {
    for (const running of this.#operations.values()) running?.end();
    this.#operations.clear();
  }
}

function refuse(refusal: Refusal): Response {
  return refusalResponse(refusal, "application/graphql-response+json");
}

const noId: Refusal = plainRefusal("extensions.operationId names the operation", "BAD_REQUEST", false);
const taken: Refusal = { ...plainRefusal("the operation's id is in use", "CONFLICT", false), status: 409 };
