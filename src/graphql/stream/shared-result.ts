import type { Principal } from "../../kernel/principal.ts";
import { sha256 } from "../../kernel/sha256.ts";
import { coalesced, serial } from "../../live/coalesced.ts";
import { Pace } from "../../live/query-pace.ts";
import { outcomeJson } from "../answer.ts";
import type { Asked } from "../ask.ts";
import type { Refusal } from "../errors.ts";
import { contextOf, type StreamParts } from "./running.ts";

const pauseMs = 1_000;

/** Somebody who is told a result. */
export interface Reader {
  /** Of what was told last, null for nothing: results may be large, and there may be many of them. */
  digest: string | null;
  next(result: string): void;
  fail(refusal: Refusal): void;
}

/** A query's result for all who share it (`sharersOf`): one statement, however many they are. */
export class SharedResult {
  readonly #parts: StreamParts;
  readonly #asked: Asked;
  readonly #principal: Principal;
  readonly #readers = new Set<Reader>();
  readonly #pace: Pace;
  /** A read that began earlier is told earlier. */
  readonly #inOrder: (task: () => Promise<void>) => Promise<void> = serial();
  readonly #tellNew: () => Promise<void>;

  constructor(parts: StreamParts, asked: Asked, principal: Principal) {
    this.#parts = parts;
    this.#asked = asked;
    this.#principal = principal;
    const task = async (): Promise<boolean> => {
      await this.#inOrder(() => this.#tell(() => true));
      return true;
    };
    this.#pace = new Pace({ ...parts, pauseMs, task });
    this.#tellNew = coalesced(() =>
      this.#inOrder(() => this.#tell((reader) => reader.digest === null)).catch(this.#again),
    );
  }

  /** `isNew`: the result is told at once, and else where the next change has made it another. */
  join(reader: Reader, isNew: boolean): void {
    this.#readers.add(reader);
    if (isNew) void this.#tellNew();
  }

  leave(reader: Reader): void {
    this.#readers.delete(reader);
  }

  /** Something has changed. */
  ask(): void {
    this.#pace.ask();
  }

  readonly #again = (error: unknown): void => {
    this.#parts.onFault(error);
    this.#pace.ask();
  };

  /** Throws where the database cannot answer now. */
  async #tell(isMeant: (reader: Reader) => boolean): Promise<void> {
    const readers = [...this.#readers].filter(isMeant);
    if (readers.length === 0) return;
    const outcome = await this.#parts.ask.run(this.#asked, contextOf(this.#principal, this.#parts));
    if (!outcome.ok) {
      const { status, errors } = outcome.error;
      if (status >= 500) throw new Error(`a live result cannot be read: ${errors[0]?.message}`);
      for (const reader of readers) this.#safely(() => reader.fail(outcome.error));
      return;
    }
    const result = outcomeJson(outcome);
    const digest = await digestOf(result);
    for (const reader of readers) {
      if (reader.digest === digest) continue;
      reader.digest = digest;
      this.#safely(() => reader.next(result));
    }
  }

  /** What is wrong with one of them is nothing to the others. */
  #safely(tell: () => void): void {
    try {
      tell();
    } catch (error) {
      this.#parts.onFault(error);
    }
  }
}

async function digestOf(text: string): Promise<string> {
  return String.fromCharCode(...(await sha256(text)));
}
