import { waitUntil } from "cloudflare:workers";

/** The request that runs goes on, unseen by its caller, until the promise has settled; at most 30 seconds. */
export function keepAlive(promise: Promise<unknown>): void {
  waitUntil(promise);
}
