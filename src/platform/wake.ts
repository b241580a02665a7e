import type { Wake } from "../live/ports.ts";

/**
 * One alarm for all who ask. After an eviction whoever wants one asks again: what was set before is only ever earlier than
 * what an evicted object has forgotten.
 */
export class Alarms {
  readonly #storage: DurableObjectStorage;
  #nextMs = Number.POSITIVE_INFINITY;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
  }

  readonly wake: Wake = (atMs) => {
    if (atMs >= this.#nextMs) return;
    this.#nextMs = atMs;
    this.#storage.setAlarm(Math.ceil(atMs), { allowUnconfirmed: true });
  };

  /** The alarm has gone off. */
  fired(): void {
    this.#nextMs = Number.POSITIVE_INFINITY;
  }
}
