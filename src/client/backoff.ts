const firstMs = 500;
const longestMs = 30_000;

/**
 * How long to wait before a try: twice as long each time, up to half a minute, and by chance up to a half less, so that a
 * thousand clients that lost one server do not come back at once. For `createClient(…, { realtime: { reconnectAfterMs } })`
 * too, where tries are counted from 1.
 */
export function reconnectAfterMs(tries: number): number {
  const delayMs = Math.min(firstMs * 2 ** Math.min(Math.max(tries - 1, 0), 20), longestMs);
  return Math.round(delayMs * (0.5 + Math.random() / 2));
}
