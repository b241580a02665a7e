import { readSince } from "../changes/log.ts";
import type { LogDatabase } from "../changes/ports.ts";
import type { ChangeRecord } from "../changes/record.ts";
import { type Watermark, watermark } from "../kernel/watermark.ts";
import type { Subscriber } from "./subscriber.ts";
import { type TellingOptions, tellAll } from "./telling.ts";

export interface ResumeOptions extends TellingOptions {
  readonly database: LogDatabase;
  /** The subscriber has been told everything up to where it joined. */
  readonly onDone: (subscriber: Subscriber) => void;
  readonly onFault: (error: unknown) => void;
  readonly delay: (delayMs: number) => Promise<void>;
}

export const pageSize = 500;

interface Reading {
  readonly subscriber: Subscriber;
  position: Watermark;
  /** Where the subscriber joined: later changes wait in it. */
  readonly until: Watermark;
}

const retryMs = 500;

/**
 * Tells subscribers what they have missed, page by page. One page at a time for the whole object, in turns, and whoever is in
 * reach of a page gets it: a thousand sockets that come back together read the log once.
 */
export function resumer(options: ResumeOptions): (subscriber: Subscriber, until: Watermark) => void {
  const turns: Reading[] = [];
  let isRunning = false;

  async function run(): Promise<void> {
    isRunning = true;
    for (let first = turns[0]; first !== undefined; first = turns[0]) {
      try {
        await step(first);
      } catch (error) {
        options.onFault(error);
        await options.delay(retryMs);
      }
    }
    isRunning = false;
  }

  async function step(first: Reading): Promise<void> {
    const from = first.position;
    const page = await readSince(options.database, from, pageSize);
    if (page.continuity !== "complete") {
      settle(first);
      if (!first.subscriber.isOver) first.subscriber.reset(page.continuity, page.latest);
      options.onDone(first.subscriber);
      return;
    }
    const to = page.end;
    const readers = turns.filter(({ position }) => position >= from && position <= to);
    const until = new Map(readers.map((reader) => [reader.subscriber, reader.until]));
    const only = new Set(until.keys());
    const tell = (subscriber: Subscriber, told: Parameters<Subscriber["tell"]>[0]): void => {
      const sequence = told[0]?.event.sequence ?? 0;
      if (sequence <= (until.get(subscriber) ?? 0)) subscriber.tell(told);
    };
    await tellAll(page.changes, { only, tell, onDone: () => undefined, onBroken }, options);
    for (const reader of readers) {
      reader.position = watermark(Math.max(reader.position, to));
      settle(reader);
      if (reader.subscriber.isOver) continue;
      if (reader.position >= reader.until) options.onDone(reader.subscriber);
      else turns.push(reader);
    }
  }

  function onBroken(subscribers: readonly Subscriber[], { sequence }: ChangeRecord, error: unknown): void {
    options.onFault(error);
    for (const subscriber of subscribers) subscriber.reset("overrun", sequence);
  }

  function settle(reader: Reading): void {
    const place = turns.indexOf(reader);
    if (place >= 0) turns.splice(place, 1);
  }

  return (subscriber, until) => {
    turns.push({ subscriber, position: subscriber.floor, until });
    if (!isRunning) void run();
  };
}
