import { DurableObject } from "cloudflare:workers";
import { type Attempts, afterFailure, afterSuccess, rememberMs, waitOf } from "./attempts.ts";
import { nextWindow, type RateWindow } from "./rate-window.ts";

const windowKey = "rate-window";
const attemptsKey = "attempts";

/** The coordinating object: by its name one caller's counter of requests, one account's failed sign-ins, or just there. */
export class Hub extends DurableObject {
  #window: RateWindow | null = null;
  #attempts: Attempts | null = null;

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

  /** How long a network has to wait before it may try to sign in, in milliseconds. */
  async signInWait(network: string): Promise<number> {
    return waitOf(await this.#readAttempts(), network, Date.now());
  }

  async noteSignIn(network: string, succeeded: boolean): Promise<void> {
    const after = succeeded ? afterSuccess : afterFailure;
    const attempts = after(await this.#readAttempts(), network, Date.now());
    this.#attempts = attempts;
    this.ctx.storage.put(attemptsKey, attempts, { allowUnconfirmed: true });
    this.ctx.storage.setAlarm(Date.now() + rememberMs, { allowUnconfirmed: true });
  }

  async #readAttempts(): Promise<Attempts> {
    const stored = this.#attempts ?? (await this.ctx.storage.get<Attempts>(attemptsKey)) ?? {};
    this.#attempts ??= stored;
    return this.#attempts;
  }

  override async alarm(): Promise<void> {
    if (this.#window !== null && Date.now() < this.#window.endsAtMs) return;
    this.#window = null;
    this.#attempts = null;
    await this.ctx.storage.deleteAll();
  }
}
