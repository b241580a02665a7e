import type { LogRow } from "../changes/ports.ts";
import { type Watermark, watermark } from "../kernel/watermark.ts";

/** Ours. What is dropped is read from the log. */
const maxRows = 1_000;

/**
 * Changes that writers told of before the log was read so far: they count once nothing is missing before them. Two writers'
 * signals may pass each other on the way.
 */
export class AheadRows {
  readonly #rows = new Map<number, LogRow>();

  add(rows: readonly LogRow[], position: Watermark): void {
    if (this.#rows.size + rows.length > maxRows) this.#rows.clear();
    for (const row of rows) if (Number(row.seq) > position) this.#rows.set(Number(row.seq), row);
  }

  get isEmpty(): boolean {
    return this.#rows.size === 0;
  }

  get last(): Watermark | null {
    return this.isEmpty ? null : watermark(Math.max(...this.#rows.keys()));
  }

  /** Those that follow the position without a gap. */
  after(position: Watermark): readonly LogRow[] {
    if (this.#rows.size === 0) return [];
    const found: LogRow[] = [];
    for (let next = position + 1; ; next++) {
      const row = this.#rows.get(next);
      if (row === undefined) break;
      found.push(row);
    }
    return found;
  }

  /** What the log has been read past is not wanted any more. */
  forgetUntil(position: Watermark): void {
    for (const sequence of this.#rows.keys()) if (sequence <= position) this.#rows.delete(sequence);
  }
}
