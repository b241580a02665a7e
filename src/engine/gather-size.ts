/** Ours. Where fewer come together on the average, the wait is for nothing. With 2, four connections kept falling below it. */
const worthwhile = 1.4;

/** Ours. What is supposed of an isolate that has seen none yet: a few waits show whether it is so. */
const supposed = 2;

/** Ours. How many of the last gathers say whether it is worth while. */
const memory = 4;

/** Ours. After so many batches that had to go alone, it is tried again. */
const patience = 16;

/**
 * Whether batches go together, and how many: as many as have come at once lately, if they are enough to be worth a turn's
 * wait. One that fails makes all run twice, so that whoever sends many that fail would slow the others down: each failure
 * halves how many may go together, and each success makes it greater by one.
 */
export class GatherSize {
  readonly #most: number;
  #size: number;
  #usual: number;
  #passed = 0;

  constructor(most: number) {
    this.#most = most;
    this.#size = most;
    this.#usual = supposed;
  }

  /** How many may go together now; 1: nothing does. */
  take(): number {
    if (this.#most < 2) return 1;
    if (this.#size > 1 && this.#usual >= worthwhile) return this.#size;
    this.#passed += 1;
    if (this.#passed < patience) return 1;
    this.#passed = 0;
    this.#size = Math.max(2, this.#size);
    return this.#size;
  }

  /** So many have come; `isFull`: and others who found no place. */
  note(members: number, isFull: boolean): void {
    const came = isFull ? Math.max(members, supposed) : members;
    this.#usual += (came - this.#usual) / memory;
  }

  widen(): void {
    this.#size = Math.min(this.#most, this.#size + 1);
  }

  narrow(): void {
    this.#size = Math.max(1, this.#size >> 1);
  }
}
