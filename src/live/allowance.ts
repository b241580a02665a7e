/** How much may be used in one second; a new second is a new allowance. */
export class Allowance {
  readonly #most: number;
  #secondStartMs = 0;
  #used = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** False where it is used up. */
  take(amount: number, nowMs: number): boolean {
    if (nowMs - this.#secondStartMs >= 1_000) {
      this.#secondStartMs = nowMs;
      this.#used = 0;
    }
    this.#used += amount;
    return this.#used <= this.#most;
  }
}
