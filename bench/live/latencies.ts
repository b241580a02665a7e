import { percentile } from "../statistics.ts";

/** How long messages were on their way, in milliseconds. */
export interface Latencies {
  readonly p50Millis: number;
  readonly p95Millis: number;
  readonly p99Millis: number;
}

export function latenciesOf(millis: readonly number[]): Latencies {
  const ascending = Array.from(Float64Array.from(millis).sort());
  const at = (part: number): number => percentile(ascending, part);
  return { p50Millis: at(0.5), p95Millis: at(0.95), p99Millis: at(0.99) };
}

/**
 * The moment in a message: `"at":"<nanoseconds>"`, 20 digits of the machine's monotonic clock, which all its processes
 * share.
 */
export function stamp(): string {
  return process.hrtime.bigint().toString().padStart(20, "0");
}

const marker = '"at":"';

/** How long ago the message was stamped; null for one that is not. */
export function millisSince(message: Buffer): number | null {
  const index = message.indexOf(marker);
  if (index < 0) return null;
  const start = index + marker.length;
  return Number(process.hrtime.bigint() - BigInt(message.toString("latin1", start, start + 20))) / 1_000_000;
}
