/**
 * What a client says of the rows of a live query that it has, so that it need not be sent them again: a digest of each, in
 * their order. Of a row it is the first 16 bytes of SHA-256 over the UTF-8 of `rowText`, in base64url.
 */
export interface HeldRows {
  /** The `sequence` for which they stand; the answer repeats it. */
  readonly since: number;
  readonly rows: readonly string[];
}

/** More rows in one join are not compared. */
export const maxHeldRows = 1_000;

export const digestBytes = 16;

/** A row as JavaScript writes what it has read: both sides do. */
export function rowText(row: unknown): string {
  return JSON.stringify(row);
}
