import type { Context } from "../../engine/request.ts";
import { type Failure, failure } from "../../kernel/failure.ts";
import type { Principal } from "../../kernel/principal.ts";
import type { Result } from "../../kernel/result.ts";
import type { EndReason, Live, Subscribe, Subscription } from "../../live/live.ts";
import { timestampText } from "../../schema/kinds/timestamp.ts";
import type { Ask, Asked } from "../ask.ts";
import { failureRefusal, type Refusal } from "../errors.ts";

/** Who hears of an operation, whatever carries it. After any call but `next` nothing more comes. */
export interface Sink {
  /** A result as JSON text: `{"data":…}`. */
  next(result: string): void;
  complete(): void;
  /** It cannot be answered, or not any more. */
  fail(refusal: Refusal): void;
  /** The caller is no longer who they were. */
  ended(reason: EndReason): void;
}

/** An operation on its way. */
export interface Running {
  /** Nothing is told from here on. May be called twice. */
  end(): void;
}

/** A subscription on its way. */
export interface Stream extends Running {
  readonly isOver: boolean;
  /** What the live core is asked for. `isNew`: not after an eviction. */
  request(isNew: boolean): Result<Subscribe, Failure>;
  begin(subscription: Subscription, isNew: boolean): void;
}

/** What operations need that go on. */
export interface StreamParts {
  readonly live: Live;
  readonly ask: Ask;
  readonly clock: () => number;
  readonly delay: (delayMs: number) => Promise<void>;
  readonly newId: () => string;
  readonly onFault: (error: unknown) => void;
}

/** A subscription that has been found to be one, and who asks. */
export interface Subscribed {
  readonly asked: Asked;
  readonly principal: Principal;
  readonly sink: Sink;
}

export function contextOf(principal: Principal, { clock, newId }: StreamParts): Context {
  return { principal, now: timestampText(clock()), requestId: newId() };
}

export function failed(sink: Sink, reason: Failure): void {
  sink.fail(failureRefusal(reason, true));
}

export const internalError: Failure = failure("PER500", "internal error");
