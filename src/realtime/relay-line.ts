import { coalesced } from "../live/coalesced.ts";
import type { RelayedMessage } from "./ports.ts";

/** Ours: what one call takes, far below what calls between objects may carry. */
const maxCharactersAtOnce = 4_000_000;

/** Ours: what waits for one object that does not answer, where an isolate has 128 MB for everything. */
const maxCharactersWaiting = 16_000_000;

export interface RelayLineOptions {
  /** Never rejects. */
  readonly relay: (messages: readonly RelayedMessage[]) => Promise<void>;
  /** Broadcasts are left out from here on, until the object has taken what waits. */
  readonly onFull: () => void;
}

/**
 * What is told to one connection object, in order. One call at a time, and what comes meanwhile goes with the next: an object
 * that is far away is as far behind as one call takes, however much is said. Where more is said than it can take, broadcasts
 * are left out, which are promised at most once; who comes and goes is told all the same.
 */
export class RelayLine {
  #waiting: RelayedMessage[] = [];
  #characters = 0;
  #isFull = false;
  readonly #options: RelayLineOptions;
  readonly #send: () => Promise<void>;

  constructor(options: RelayLineOptions) {
    this.#options = options;
    this.#send = coalesced(async () => {
      const messages = this.#waiting;
      const characters = this.#characters;
      this.#waiting = [];
      for (const part of parts(messages)) await options.relay(part);
      // What is under way lies in memory too.
      this.#characters -= characters;
      this.#isFull = false;
    });
  }

  /** Resolves when the message has been told, or left out. */
  tell(message: RelayedMessage): Promise<void> {
    const characters = charactersOf(message);
    if (message.kind === "broadcast" && this.#characters + characters > maxCharactersWaiting) {
      if (!this.#isFull) this.#options.onFull();
      this.#isFull = true;
      return Promise.resolve();
    }
    this.#characters += characters;
    this.#waiting.push(message);
    return this.#send();
  }
}

function* parts(messages: readonly RelayedMessage[]): Generator<readonly RelayedMessage[]> {
  let [start, characters] = [0, 0];
  for (const [place, message] of messages.entries()) {
    const size = charactersOf(message);
    if (place > start && characters + size > maxCharactersAtOnce) {
      yield messages.slice(start, place);
      [start, characters] = [place, 0];
    }
    characters += size;
  }
  if (start < messages.length) yield messages.slice(start);
}

function charactersOf(message: RelayedMessage): number {
  if (message.kind === "company") return 0;
  if (message.kind === "broadcast") {
    const { content } = message.broadcast;
    return content.kind === "json" ? content.text.length : content.bytes.length;
  }
  const { joins, leaves } = message.change;
  return [...joins, ...leaves].reduce((sum, { meta }) => sum + meta.length, 0);
}
