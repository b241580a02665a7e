const maxKnown = 500;

/** Texts of statements that are not dealt with as the others for a while; after that it is tried again. */
export class SetAside {
  readonly #untilMs = new Map<string, number>();
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  add(sql: string, forMs: number): void {
    if (this.#untilMs.size >= maxKnown) this.#untilMs.clear();
    this.#untilMs.set(sql, this.#clock() + forMs);
  }

  has(sql: string): boolean {
    if (this.#untilMs.size === 0) return false;
    const untilMs = this.#untilMs.get(sql);
    if (untilMs === undefined) return false;
    if (this.#clock() < untilMs) return true;
    this.#untilMs.delete(sql);
    return false;
  }
}
