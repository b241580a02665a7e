import type { SqlValue } from "./fragment.ts";

/**
 * What a statement must not carry in clear. Its parameter is null until the secret is put there in the form that may leave the
 * worker (`encryption/sealing.ts`), so that a statement that misses that step writes and finds nothing.
 */
export type Secret =
  /** Marks encrypted values in the answer, so that nothing else in it can be taken for one. */
  | { readonly kind: "token"; readonly at: number }
  /** What a blind index is compared with: one value, or JSON text of several. */
  | { readonly kind: "blind"; readonly at: number; readonly column: string; readonly clear: Clear }
  | { readonly kind: "rows"; readonly at: number; readonly rows: SecretRows }
  | { readonly kind: "given"; readonly at: number; readonly rows: SecretGiven };

/** Rows that come with a request to be shaped by a statement: JSON text, an array of arrays of stored values. */
export type GivenRows = string | SecretGiven;

/** The same, some of whose cells the database does not see: it passes on a sign in their place. */
export interface SecretGiven {
  /** Each cell as JSON text. */
  readonly cells: readonly (readonly string[])[];
  readonly hidden: readonly HiddenCell[];
}

export interface HiddenCell {
  readonly cell: number;
  /** Its text is JSON, and goes out as such. */
  readonly isJson: boolean;
}

/** A statement (`compile.ts`) that is asked ahead of another. */
export interface Question {
  readonly sql: string;
  readonly params: readonly SqlValue[];
  readonly secrets?: readonly Secret[];
}

export type Clear = string | null | readonly (string | null)[];

/** The rows of a write, some of whose cells are encrypted. */
export interface SecretRows {
  readonly plan: SealPlan;
  /** Each cell as JSON text, what is to be encrypted in clear. */
  readonly cells: readonly (readonly string[])[];
  /** Of an update: the key of the one row that its filter lets through, as text; else what gives the keys, `k0`, `k1`, … */
  readonly targets: readonly string[] | Question | null;
}

/** Which cells of a write's rows are encrypted, and what with. */
export interface SealPlan {
  readonly table: string;
  readonly cells: readonly SealedCell[];
  /** Of an update: for at most so many rows. */
  readonly most: number;
  /** The cells of an insert that are the row's key, in its order; -1: not given. Empty for an update. */
  readonly key: readonly KeyCell[];
  /** The key is an integer that the table would count itself: it is counted ahead of the insert. */
  readonly counted: CountedKey | null;
}

export interface SealedCell {
  readonly cell: number;
  /** The id of the encrypted column. */
  readonly column: string;
  readonly as: "ciphertext" | "blind";
}

export interface KeyCell {
  readonly column: string;
  readonly cell: number;
}

export interface CountedKey {
  readonly cell: number;
  readonly column: string;
  /** `select` of the largest number that was given so far, as `n`. */
  readonly last: Question;
}

/** Stands behind an encrypted value that is wanted as text: `history::text`. */
export const textMark = "~";

/** The column of a result that has what another held before it was opened: encrypted values as they are kept. */
export function keptName(name: string): string {
  return `${name} kept`;
}
