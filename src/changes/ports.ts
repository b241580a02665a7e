import type { Statement } from "../sql/compile.ts";
import type { SqlValue } from "../sql/fragment.ts";

export type LogRow = Readonly<Record<string, SqlValue>>;

/** What the log needs of a database; structurally the engine's `Database`. */
export interface LogDatabase {
  batch(
    statements: readonly Statement[],
    options: { readonly retry: boolean },
  ): Promise<readonly { readonly rows: readonly LogRow[]; readonly changes: number }[]>;
}
