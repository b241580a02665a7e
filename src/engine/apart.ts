/** Ours. For how long an insert stays apart at first; each time that it is refused again doubles it. */
const firstMs = 1_000;
const mostMs = 60_000;

const maxKnown = 500;

interface Known {
  readonly untilMs: number;
  readonly forMs: number;
}

/** Inserts that could not be one with others', as where a trigger of the application writes too: they are not tried each time. */
export class Apart {
  readonly #known = new Map<string, Known>();
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  note(sql: string): void {
    const nowMs = this.#clock();
    const before = this.#known.get(sql);
    const isRecent = before !== undefined && nowMs - before.untilMs < mostMs;
    const forMs = isRecent ? Math.min(mostMs, before.forMs * 2) : firstMs;
    if (this.#known.size >= maxKnown) this.#known.clear();
    this.#known.set(sql, { untilMs: nowMs + forMs, forMs });
  }

  has(sql: string): boolean {
    if (this.#known.size === 0) return false;
    return this.#clock() < (this.#known.get(sql)?.untilMs ?? 0);
  }
}
