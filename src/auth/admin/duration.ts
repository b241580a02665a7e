const unitMs: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** A ban that ends later than this cannot be written as a time of four-digit years. */
const maxDurationMs = 7_000 * 365 * 86_400_000;

/**
 * Milliseconds of a duration as Go writes them (`24h`, `1h30m`, `1.5h`), which is GoTrue's form of `ban_duration`; null
 * where it is none, or one that is negative or past 7,000 years. Source: https://pkg.go.dev/time#ParseDuration
 */
export function parseDuration(text: string): number | null {
  if (text === "0") return 0;
  if (text.length > 64 || !/^(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|ms|s|m|h))+$/.test(text)) return null;
  let totalMs = 0;
  for (const [, amount, unit] of text.matchAll(/([\d.]+)(ns|us|µs|ms|s|m|h)/g)) {
    totalMs += Number(amount) * (unitMs[unit ?? ""] ?? 0);
  }
  return totalMs <= maxDurationMs ? totalMs : null;
}
