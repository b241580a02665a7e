import type { Principal } from "../../kernel/principal.ts";
import type { LiveEvent } from "../../live/live.ts";
import { Pace } from "../../live/query-pace.ts";
import type { Asked } from "../ask.ts";
import type { FollowedChanges } from "../operation.ts";
import { contextOf, type StreamParts } from "./running.ts";

/** Between the beginnings of two statements, at least. */
const pauseMs = 100;

/** How many changes may wait for the database. */
const maxWaiting = 5_000;

/** How many related rows one statement may be about to read, and for how many changes at most. */
const maxRowsAtOnce = 10_000;
const maxAtOnce = 500;

/** What of an operation is read. */
export interface Followed extends Asked {
  readonly follows: FollowedChanges;
}

interface Waiting {
  readonly resolve: (text: string) => void;
  readonly reject: (reason: Overrun) => void;
}

/** More changes came than may wait for the database. */
export class Overrun extends Error {}

/**
 * Reads what changes are told by beside their rows, for all streams that share it (`sharersOf`): one statement at a time, for
 * all changes that have come meanwhile, however many streams tell them.
 */
export class ChangeReader {
  readonly #parts: StreamParts;
  readonly #followed: Followed;
  readonly #principal: Principal;
  readonly #atOnce: number;
  readonly #pace: Pace;
  readonly #texts = new WeakMap<LiveEvent, Promise<string>>();
  readonly #waiting = new Map<LiveEvent, Waiting>();

  constructor(parts: StreamParts, followed: Followed, principal: Principal) {
    this.#parts = parts;
    this.#followed = followed;
    this.#principal = principal;
    const { operation, variables } = followed.prepared;
    const rows = Math.max(1, operation.cost(variables));
    this.#atOnce = Math.min(maxAtOnce, Math.max(1, Math.floor(maxRowsAtOnce / rows)));
    this.#pace = new Pace({ ...parts, pauseMs, task: () => this.#read() });
  }

  /** The result that tells the change. Rejects with `Overrun`. */
  text(event: LiveEvent): Promise<string> {
    const known = this.#texts.get(event);
    if (known !== undefined) return known;
    if (this.#waiting.size >= maxWaiting) this.#giveUp();
    const text = new Promise<string>((resolve, reject) => this.#waiting.set(event, { resolve, reject }));
    // Whoever waits for it may wait for another one first.
    text.catch(() => undefined);
    this.#texts.set(event, text);
    this.#pace.ask();
    return text;
  }

  /** Throws where the database cannot answer now. */
  async #read(): Promise<boolean> {
    // The changes of one transaction come one by one.
    await Promise.resolve();
    const events = [...this.#waiting.keys()].slice(0, this.#atOnce);
    if (events.length === 0) return true;
    const texts = await this.#parts.ask.tell(events, this.#followed, contextOf(this.#principal, this.#parts));
    if (!texts.ok) throw new Error(`what is related to changes cannot be read: ${texts.error.message}`);
    for (const [index, event] of events.entries()) {
      this.#waiting.get(event)?.resolve(texts.value[index] ?? "");
      this.#waiting.delete(event);
    }
    return this.#waiting.size === 0;
  }

  /** Nobody waits any more. */
  stop(): void {
    this.#giveUp();
  }

  #giveUp(): void {
    const reason = new Overrun("too many changes wait");
    for (const { reject } of this.#waiting.values()) reject(reason);
    this.#waiting.clear();
  }
}
