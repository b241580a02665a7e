/** Ours. After so many batches that had to go alone, it is tried again. */
const patience = 32;

/**
 * How many batches go together. One that fails makes all run twice, so that whoever sends many that fail would slow the
 * others down: each failure halves it, and each success makes it greater by one.
 */
export class Room {
  readonly #most: number;
  #size: number;
  #passed = 0;

  constructor(most: number) {
    this.#most = most;
    this.#size = most;
  }

  /** How many may go together now; 1: nothing does. */
  take(): number {
    if (this.#size > 1 || this.#most < 2) return this.#size;
    this.#passed += 1;
    if (this.#passed < patience) return 1;
    this.#passed = 0;
    this.#size = 2;
    return 2;
  }

  widen(): void {
    this.#size = Math.min(this.#most, this.#size + 1);
  }

  narrow(): void {
    this.#size = Math.max(1, this.#size >> 1);
  }
}
