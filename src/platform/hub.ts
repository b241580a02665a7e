import { DurableObject } from "cloudflare:workers";
import { nextWindow, type RateWindow } from "./rate-window.ts";

const windowKey = "rate-window";

/** The coordinating object: by its name it is one caller's counter of requests, or answers that it is there. */
export class Hub extends DurableObject {
  #window: RateWindow | null = null;

  ping(): boolean {
    return this.ctx.storage.sql.exec("select 1 as one").one().one === 1;
  }

  /**
   * Counts in memory. The storage is for an object that is evicted within its window; nobody waits for it
   * (`allowUnconfirmed`), since a count that is lost with a machine does no harm. The alarm clears it.
   */
  async countRequest(windowMs: number): Promise<{ readonly count: number; readonly restMs: number }> {
    const { storage } = this.ctx;
    const nowMs = Date.now();
    const last = this.#window ?? (await storage.get<RateWindow>(windowKey)) ?? null;
    // Another request may have come while this one waited for the storage.
    const window = nextWindow(this.#window ?? last, nowMs, windowMs);
    this.#window = window;
    storage.put(windowKey, window, { allowUnconfirmed: true });
    if (window.count === 1) storage.setAlarm(window.endsAtMs, { allowUnconfirmed: true });
    return { count: window.count, restMs: window.endsAtMs - nowMs };
  }

  override async alarm(): Promise<void> {
    if (this.#window !== null && Date.now() < this.#window.endsAtMs) return;
    this.#window = null;
    await this.ctx.storage.deleteAll();
  }
}
