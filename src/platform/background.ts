import { waitUntil } from "cloudflare:workers";

/** Lets work go on after the answer, for at most 30 seconds (Workers' limit). */
export function inBackground(work: Promise<void>): void {
  waitUntil(work);
}
