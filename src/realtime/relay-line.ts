import { coalesced } from "../live/coalesced.ts";
import type { RelayedMessage } from "./ports.ts";

/** Ours: what one call takes, far below what calls between objects may carry. */
const maxCharactersAtOnce = 4_000_000;

/**
 * What is told to one connection object, in order. One call at a time, and what comes meanwhile goes with the next: an object
 * that is far away is as far behind as one call takes, however much is said.
 */
export class RelayLine {
  #waiting: RelayedMessage[] = [];
  readonly #send: () => Promise<void>;

  /** `relay` never rejects. */
  constructor(relay: (messages: readonly RelayedMessage[]) => Promise<void>) {
    this.#send = coalesced(async () => {
      const messages = this.#waiting;
      this.#waiting = [];
      for (const part of parts(messages)) await relay(part);
    });
  }

  /** Resolves when the message has been told. */
  tell(message: RelayedMessage): Promise<void> {
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
