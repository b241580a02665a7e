import { expect, it } from "vitest";
import { Unread } from "./unread.ts";

/** Sends in pieces, asks when it is time; gives how much was sent before it was too much, at most `bytes`. */
function send(unread: Unread, bytes: number, onAsked: () => void): number {
  for (let sent = 0; sent < bytes; sent += 10) {
    unread.sent(10);
    if (unread.isTooMuch) return sent;
    if (!unread.isTimeToAsk) continue;
    unread.asked();
    onAsked();
  }
  return bytes;
}

it("is never too much for a client that answers every ping, however late by less than three of them", () => {
  const unread = new Unread(1_000);
  let waiting = 0;
  const late = (): void => {
    waiting += 1;
    if (waiting < 3) return;
    waiting -= 1;
    unread.answered();
  };
  expect(send(unread, 1_000_000, late)).toBe(1_000_000);
});

it("is too much for a client that answers none, whatever else it says", () => {
  const unread = new Unread(1_000);
  unread.answered();
  unread.answered();
  expect(send(unread, 1_000_000, () => undefined)).toBe(1_000);
});

it("counts from the ping that was answered, not from the answer", () => {
  const unread = new Unread(1_000);
  expect(send(unread, 900, () => undefined)).toBe(900);
  unread.answered();
  // Read up to the first ping, at 250.
  expect(send(unread, 1_000, () => undefined)).toBe(350);
});
