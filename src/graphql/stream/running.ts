import type { Context } from "../../engine/request.ts";
import { type Failure, failure } from "../../kernel/failure.ts";
import type { Principal } from "../../kernel/principal.ts";
import type { Result } from "../../kernel/result.ts";
import type { Watermark } from "../../kernel/watermark.ts";
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
  /** `Running.told` is another, and not by a change from the feed. */
  moved?(): void;
  /** The caller is no longer who they were. */
  ended(reason: EndReason): void;
}

/** An operation on its way. */
export interface Running {
  /** Of a subscription that has begun: what restores it (`Subscription.told`). Null for any other. */
  readonly told: Watermark | null;
  /** Nothing is told from here on. May be called twice. */
  end(): void;
}

/** A subscription on its way. */
export interface Stream extends Running {
  readonly isOver: boolean;
  /** What the live core is asked for. */
  request(begins: Beginning): Result<Subscribe, Failure>;
  begin(subscription: Subscription, isNew: boolean): void;
}

/** Where a subscription begins: as it asks for, or after an eviction with what was told by then. */
export type Beginning = { readonly isNew: true } | { readonly isNew: false; readonly told: Watermark | null };

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
