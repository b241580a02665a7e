import { digestBytes, type HeldRows, maxHeldRows, rowText } from "../wire/held-rows.ts";

/** Rows that a client has, as it tells the server of them after a cut. */
export class Holding<Row> {
  readonly #digests = new WeakMap<object, string>();
  readonly #bases = new Map<number, readonly Row[]>();

  /** Digests take a moment: a cut that comes before they are there costs all rows, and so does a page without WebCrypto. */
  async note(rows: readonly Row[]): Promise<void> {
    if (rows.length > maxHeldRows || globalThis.crypto?.subtle === undefined) return;
    for (const row of rows) {
      if (typeof row !== "object" || row === null || this.#digests.has(row)) continue;
      const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(rowText(row)));
      this.#digests.set(row, base64Url(new Uint8Array(hash, 0, digestBytes)));
    }
  }

  /** Null where not all of it is known. */
  told(rows: readonly Row[], since: number): HeldRows | null {
    const digests = rows.flatMap((row) => this.#digests.get(row as object) ?? []);
    if (digests.length !== rows.length || rows.length === 0 || rows.length > maxHeldRows) return null;
    for (const old of this.#bases.keys()) if (this.#bases.size >= maxBases) this.#bases.delete(old);
    this.#bases.set(since, rows);
    return { since, rows: digests };
  }

  /** The rows that were told of, whatever has come since. */
  base(since: number): readonly Row[] | null {
    return this.#bases.get(since) ?? null;
  }
}

const maxBases = 20;

function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
