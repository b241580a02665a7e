import type { Statement } from "../sql/compile.ts";

/** What retention needs of a database; structurally the engine's `Database`. */
export interface KeyDatabase {
  batch(
    statements: readonly Statement[],
    options: { readonly retry: boolean },
  ): Promise<readonly { readonly changes: number }[]>;
}
