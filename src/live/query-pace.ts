export interface PaceOptions {
  /** Between the beginnings of two runs, at least. */
  readonly pauseMs: number;
  /** False, or a throw: it has to be done again. */
  readonly task: () => Promise<boolean>;
  readonly clock: () => number;
  readonly delay: (delayMs: number) => Promise<void>;
  readonly onFault: (error: unknown) => void;
}

const longestPauseMs = 30_000;

/** Runs a task when asked to, one run at a time and not too often. Who asks during a run gets another one after it. */
export class Pace {
  readonly #options: PaceOptions;
  #lastMs: number = Number.NEGATIVE_INFINITY;
  #isRunning = false;
  #isAsked = false;

  constructor(options: PaceOptions) {
    this.#options = options;
  }

  ask(): void {
    this.#isAsked = true;
    if (!this.#isRunning) void this.#run();
  }

  async #run(): Promise<void> {
    const { clock, delay, pauseMs } = this.#options;
    this.#isRunning = true;
    for (let failures = 0; this.#isAsked; ) {
      const backoffMs = failures === 0 ? pauseMs : Math.min(pauseMs * 2 ** failures, longestPauseMs);
      const waitMs = this.#lastMs + backoffMs - clock();
      if (waitMs > 0) await delay(waitMs);
      this.#isAsked = false;
      this.#lastMs = clock();
      const outcome = await this.#attempt();
      failures = outcome === "failed" ? failures + 1 : 0;
      if (outcome !== "done") this.#isAsked = true;
    }
    this.#isRunning = false;
  }

  async #attempt(): Promise<"done" | "again" | "failed"> {
    try {
      return (await this.#options.task()) ? "done" : "again";
    } catch (error) {
      this.#options.onFault(error);
      return "failed";
    }
  }
}
