import type { Watermark } from "../../kernel/watermark.ts";

export interface TextsOptions {
  readonly tell: (text: string) => void;
  /** Texts up to that of this change do not come any more. */
  readonly overran: (sequence: Watermark) => void;
  readonly onFault: (error: unknown) => void;
}

/** Tells texts in the order in which they were announced, whenever each of them is there. */
export class OrderedTexts {
  readonly #options: TextsOptions;
  #last: Promise<void> = Promise.resolve();
  /** Those of earlier rounds are not told any more. */
  #round = 0;
  #reached: Watermark | null = null;

  constructor(options: TextsOptions) {
    this.#options = options;
  }

  /** `sequence`: of the change that it tells. One that rejects takes all with it that have been announced by then. */
  add(text: Promise<string>, sequence: Watermark): void {
    this.#reached = sequence;
    this.#last = this.#tellAfter(this.#last, text, this.#round).catch(this.#options.onFault);
  }

  /** Nothing of what was announced is told. */
  drop(): void {
    this.#round += 1;
  }

  async #tellAfter(before: Promise<void>, text: Promise<string>, round: number): Promise<void> {
    await before;
    const told = await text.catch(() => null);
    if (round !== this.#round || this.#reached === null) return;
    if (told !== null) return this.#options.tell(told);
    this.drop();
    this.#options.overran(this.#reached);
  }
}
