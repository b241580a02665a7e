import type { ReadAnswer } from "./request.ts";

/** An answer as it was read. */
export interface KeptAnswer {
  readonly answer: ReadAnswer;
  readonly collections: readonly string[];
  readonly readAtMs: number;
  readonly goodUntilMs: number;
  /** The state of the database that it shows; null where nobody knows. */
  readonly bookmark: string | null;
}

/** Answers in an isolate's memory, the least recently used falling out. */
export interface SharedAnswers {
  readonly get: (key: string, nowMs: number) => KeptAnswer | null;
  /** `mark`: what `mark()` gave before the answer was read. A change in between, and it is not kept. */
  readonly set: (key: string, kept: KeptAnswer, mark: number) => void;
  readonly mark: () => number;
  /** Rows of these collections changed; `bookmark` names the state with the change. */
  readonly drop: (collections: Iterable<string>, bookmark: string | null) => void;
  /** The newest state with a change of one of these collections that went through this isolate; null for none. */
  readonly changedAt: (collections: readonly string[]) => string | null;
}

interface Change {
  readonly mark: number;
  readonly bookmark: string | null;
}

/** `maxCharacters`: of all keys and answers; one answer may take a sixteenth of them. */
export function sharedAnswers(maxCharacters: number): SharedAnswers {
  const answers = new Map<string, KeptAnswer>();
  const keysOf = new Map<string, Set<string>>();
  const changes = new Map<string, Change>();
  let characters = 0;
  let marks = 0;

  function forget(key: string): void {
    const kept = answers.get(key);
    if (kept === undefined) return;
    answers.delete(key);
    characters -= sizeOf(key, kept);
    for (const name of kept.collections) keysOf.get(name)?.delete(key);
  }

  return {
    get(key, nowMs) {
      const kept = answers.get(key);
      if (kept === undefined) return null;
      if (nowMs >= kept.goodUntilMs) {
        forget(key);
        return null;
      }
      answers.delete(key);
      answers.set(key, kept);
      return kept;
    },
    set(key, kept, mark) {
      const size = sizeOf(key, kept);
      if (size > maxCharacters / 16) return;
      if (kept.collections.some((name) => (changes.get(name)?.mark ?? 0) > mark)) return;
      forget(key);
      answers.set(key, kept);
      characters += size;
      for (const name of kept.collections) {
        const keys = keysOf.get(name);
        if (keys === undefined) keysOf.set(name, new Set([key]));
        else keys.add(key);
      }
      for (const oldest of answers.keys()) {
        if (characters <= maxCharacters) break;
        forget(oldest);
      }
    },
    mark: () => marks,
    drop(collections, bookmark) {
      marks += 1;
      for (const name of collections) {
        changes.set(name, { mark: marks, bookmark: later(changes.get(name)?.bookmark ?? null, bookmark) });
        for (const key of [...(keysOf.get(name) ?? [])]) forget(key);
      }
    },
    changedAt: (collections) =>
      collections.reduce<string | null>((last, name) => later(last, changes.get(name)?.bookmark ?? null), null),
  };
}

/** Bookmarks sort as text. Source: https://developers.cloudflare.com/d1/reference/time-travel/#bookmarks */
export function later(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other;
  return one > other ? one : other;
}

function sizeOf(key: string, { answer }: KeptAnswer): number {
  return key.length + answer.json.length;
}
