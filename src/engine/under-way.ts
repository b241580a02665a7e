/** Ours. A call of a request that was cut off never ends: one that is older is not waited for. */
const lostAfterMs = 2_000;

/** Calls of this isolate that have not come back. */
export class UnderWay {
  /** In the order in which they began. */
  readonly #begun = new Set<Call>();
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  get isEmpty(): boolean {
    if (this.#begun.size === 0) return true;
    const beforeMs = this.#clock() - lostAfterMs;
    for (const call of this.#begun) {
      if (call.atMs >= beforeMs) return false;
      this.#begun.delete(call);
    }
    return true;
  }

  begin(): Call {
    const call = { atMs: this.#clock() };
    this.#begun.add(call);
    return call;
  }

  end(call: Call): void {
    this.#begun.delete(call);
  }
}

interface Call {
  readonly atMs: number;
}
