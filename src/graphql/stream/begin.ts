import type { Principal } from "../../kernel/principal.ts";
import type { Result } from "../../kernel/result.ts";
import type { Watermark } from "../../kernel/watermark.ts";
import { outcomeJson } from "../answer.ts";
import type { Asked } from "../ask.ts";
import type { Refusal } from "../errors.ts";
import type { GraphRequest } from "../read-request.ts";
import { type ChangeParts, ChangeStream } from "./change-stream.ts";
import { LiveResult, type ResultParts } from "./live-result.ts";
import { contextOf, failed, internalError, type Running, type Sink, type Stream, type StreamParts } from "./running.ts";
import { Shared } from "./sharing.ts";

/** Operations, those that go on among them. */
export interface Streams {
  /** What is wrong with the request itself is told here, before anything is run. */
  prepare(request: GraphRequest, caller: Principal, readsOnly: boolean): Result<Asked, Refusal>;
  /** The sink is told later, never before this has returned. */
  begin(asked: Asked, principal: Principal, sink: Sink): Running;
  /** A subscription after an eviction, before anything is told: as it was. Null where it may not be any more. */
  restore(saved: SavedStream, principal: Principal, sink: Sink): Running | null;
}

/** A subscription as it outlives an eviction. */
export interface SavedStream {
  readonly request: GraphRequest;
  /** `Running.told` */
  readonly told: Watermark | null;
}

export function isSubscription({ prepared }: Asked): boolean {
  return prepared.operation.follows !== null;
}

type Parts = ResultParts & ChangeParts;

export function createStreams(given: StreamParts): Streams {
  const parts: Parts = { ...given, results: new Shared(), readers: new Shared() };
  return {
    prepare: parts.ask.prepare,
    begin(asked, principal, sink) {
      const stream = streamOf(parts, asked, { principal, sink });
      if (stream === null) return once(parts, asked, { principal, sink });
      void open(parts, stream, sink);
      return stream;
    },
    restore({ request, told }, principal, sink) {
      const asked = parts.ask.prepare(request, principal, false);
      const stream = asked.ok ? streamOf(parts, asked.value, { principal, sink }) : null;
      const again = stream?.request({ isNew: false, told });
      if (stream === null || again?.ok !== true) return null;
      const subscription = parts.live.restore(again.value);
      if (subscription === null) return null;
      stream.begin(subscription, false);
      return stream;
    },
  };
}

interface Caller {
  readonly principal: Principal;
  readonly sink: Sink;
}

/** Null for what is answered once. */
function streamOf(parts: Parts, asked: Asked, caller: Caller): Stream | null {
  const { follows } = asked.prepared.operation;
  if (follows === null) return null;
  const subscribed = { asked, ...caller };
  return follows.kind === "changes"
    ? new ChangeStream(parts, subscribed, follows)
    : new LiveResult(parts, subscribed, follows.tables);
}

async function open(parts: StreamParts, stream: Stream, sink: Sink): Promise<void> {
  await Promise.resolve();
  const request = stream.request({ isNew: true });
  if (!request.ok) return failed(sink, request.error);
  const subscription = await parts.live.subscribe(request.value);
  if (!subscription.ok) return stream.isOver ? undefined : failed(sink, subscription.error);
  stream.begin(subscription.value, true);
  if (!stream.isOver) sink.moved?.();
}

function once(parts: StreamParts, asked: Asked, { principal, sink }: Caller): Running {
  let isOver = false;
  const run = async (): Promise<void> => {
    await Promise.resolve();
    const outcome = await parts.ask.run(asked, contextOf(principal, parts));
    if (isOver) return;
    if (!outcome.ok) return sink.fail(outcome.error);
    sink.next(outcomeJson(outcome));
    sink.complete();
  };
  run().catch((error: unknown) => {
    parts.onFault(error);
    if (!isOver) failed(sink, internalError);
  });
  return {
    told: null,
    end() {
      isOver = true;
    },
  };
}
