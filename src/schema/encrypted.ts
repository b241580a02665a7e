export interface EncryptedOptions {
  /**
   * The property of the column that holds a blind index, by which `eq`, `neq`, `in` and `isdistinct` work: a `text()` column of
   * the same table, which no API shows. Make it `.unique()`, or put an index on it. Absent: the column is only read and written.
   */
  readonly equality?: string;
}

/**
 * Options of a column whose values are encrypted before they reach the database, and decrypted after they have left it:
 * `collection(patients, { columns: { phone: encrypted({ equality: "phoneIndex" }), notes: encrypted() } })`.
 * What is promised, and what is not: docs/security.md.
 */
export function encrypted(options: EncryptedOptions = {}): { readonly encrypted: EncryptedOptions } {
  return { encrypted: options };
}
