/** Ours. What a request that was cut off has begun never ends: what is older is not waited for. */
const lostAfterMs = 2_000;

/** How many calls of an isolate are under way, as far as is known. */
export class UnderWay {
  /** When each began, the oldest first. */
  readonly #begun: number[] = [];
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  get isEmpty(): boolean {
    this.#forget();
    return this.#begun.length === 0;
  }

  begin(): void {
    this.#begun.push(this.#clock());
  }

  /** Which of them has ended does not matter: they are counted. */
  end(): void {
    this.#forget();
    this.#begun.shift();
  }

  #forget(): void {
    if (this.#begun.length === 0) return;
    const beforeMs = this.#clock() - lostAfterMs;
    while ((this.#begun[0] ?? beforeMs) < beforeMs) this.#begun.shift();
  }
}
