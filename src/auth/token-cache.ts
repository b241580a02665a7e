import type { VerifiedToken } from "./claims.ts";

export interface TokenCacheOptions {
  readonly maxEntries: number;
  /** Of all tokens together: bounds the memory that large tokens take. */
  readonly maxCharacters: number;
  /** An entry is verified anew after so long, so that a removed key stops being believed. */
  readonly ttlMs: number;
}

/**
 * Verified tokens of an isolate. A hit costs one map look-up; a token past its `exp` is never returned. Two generations
 * stand in for a list in order of use: the young one is full at half the bound, becomes the old one, and what is asked
 * for there returns to the young one, so that tokens in use survive.
 */
export class TokenCache {
  readonly #options: TokenCacheOptions;
  #young = new Map<string, Entry>();
  #old = new Map<string, Entry>();
  #youngCharacters = 0;

  constructor(options: TokenCacheOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#young.size + this.#old.size;
  }

  get(token: string, nowMs: number): VerifiedToken | null {
    const young = this.#young.get(token);
    const entry = young ?? this.#old.get(token);
    if (entry === undefined) return null;
    if (nowMs >= entry.goodUntilMs) {
      this.#young.delete(token);
      this.#old.delete(token);
      return null;
    }
    if (young === undefined) {
      this.#old.delete(token);
      this.#keep(token, entry);
    }
    return entry.verified;
  }

  set(token: string, verified: VerifiedToken, nowMs: number): void {
    this.#old.delete(token);
    this.#keep(token, { verified, goodUntilMs: Math.min(verified.expiresAtMs, nowMs + this.#options.ttlMs) });
  }

  #keep(token: string, entry: Entry): void {
    const { maxEntries, maxCharacters } = this.#options;
    if (this.#young.size >= maxEntries / 2 || this.#youngCharacters + token.length > maxCharacters / 2) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#youngCharacters = 0;
    }
    this.#young.set(token, entry);
    this.#youngCharacters += token.length;
  }
}

interface Entry {
  readonly verified: VerifiedToken;
  readonly goodUntilMs: number;
}
