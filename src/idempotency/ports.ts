import type { Statement } from "../sql/compile.ts";

/** What retention needs of a database; structurally the engine's `Database`. */
export interface KeyDatabase {
  batch(
    statements: readonly Statement[],
    options: { readonly retry: boolean },
  ): Promise<readonly { readonly changes: number }[]>;
}

/**
 * Keeps what a request asked and was answered from who reads the database, where the definition has encrypted columns:
 * `owner` names what it belongs to.
 */
export interface Concealment {
  conceal(text: string, owner: readonly string[]): Promise<string>;
  /** Null: it was changed or moved, or its key is no longer there. */
  reveal(kept: string, owner: readonly string[]): Promise<string | null>;
  /** The same for equal texts, and telling nothing of them. */
  mark(text: string): Promise<string>;
}
