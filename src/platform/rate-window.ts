/** One caller's window, in an object of its own. */
export interface RateWindow {
  readonly count: number;
  readonly endsAtMs: number;
}

/** The window after one more request at a moment. */
export function nextWindow(last: RateWindow | null, nowMs: number, windowMs: number): RateWindow {
  if (last === null || nowMs >= last.endsAtMs) return { count: 1, endsAtMs: nowMs + windowMs };
  return { count: last.count + 1, endsAtMs: last.endsAtMs };
}
