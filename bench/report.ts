import type { Round } from "./contender.ts";
import { type Interval, median, medianInterval, percentile } from "./statistics.ts";

/** What was measured of one workload: the rounds of each contender, the ceiling first. */
export interface Result {
  readonly workload: string;
  readonly title: string;
  readonly turnsPlayed: number;
  /** How much of one processor others used in the most disturbed of the rounds that count. */
  readonly foreignLoad: number;
  readonly contenders: readonly { readonly name: string; readonly rounds: readonly Round[] }[];
}

/** One line of the table: a contender's medians, and its ratio to the first contender of the same rounds. */
export interface Line {
  readonly workload: string;
  readonly contender: string;
  readonly requestsPerSecond: number;
  readonly p50Millis: number;
  readonly p99Millis: number;
  readonly cpuMicros: number | null;
  /** Requests a second against the ceiling's, round by round: 1 is equal, below 1 is slower. Null for the ceiling. */
  readonly ratio: Spread | null;
  /** The ceiling's processor time a request against this one's. Hardly moved by other load on the machine. */
  readonly cpuRatio: Spread | null;
}

export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
  /** Where the median lies with a confidence of 0.95; null for fewer than 6 rounds. */
  readonly interval: Interval | null;
}

export function summarize(result: Result): readonly Line[] {
  const base = result.contenders[0]?.rounds ?? [];
  return result.contenders.map(({ name, rounds }, index) => ({
    workload: result.workload,
    contender: name,
    requestsPerSecond: median(rounds.map((round) => round.requestsPerSecond)),
    p50Millis: median(rounds.map((round) => round.p50Millis)),
    p99Millis: median(rounds.map((round) => round.p99Millis)),
    cpuMicros: cpuMedian(rounds),
    ratio: index === 0 ? null : ratios(rounds, base, (own, other) => own.requestsPerSecond / other.requestsPerSecond),
    cpuRatio:
      index === 0 || cpuMedian(rounds) === null
        ? null
        : ratios(rounds, base, (own, other) => (other.cpuMicrosPerRequest ?? 0) / (own.cpuMicrosPerRequest ?? 0)),
  }));
}

export function formatTable(lines: readonly Line[]): string {
  const head = ["workload", "side", "requests/s", "p50 ms", "p99 ms", "CPU µs", "ratio (95 %)", "CPU ratio (95 %)"];
  const rows = lines.map((line) => [
    line.workload,
    line.contender,
    line.requestsPerSecond.toFixed(0),
    line.p50Millis.toFixed(2),
    line.p99Millis.toFixed(2),
    line.cpuMicros?.toFixed(0) ?? "",
    formatSpread(line.ratio),
    formatSpread(line.cpuRatio),
  ]);
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? "").length)));
  const format = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return [format(head), `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`, ...rows.map(format)].join("\n");
}

/** What each contender costs a request: the lower quartile of its rounds, which other load moves least. */
export function formatPrices({ contenders }: Result): string {
  const rows = contenders.map(({ name, rounds }) => {
    const micros = rounds.map((round) => round.cpuMicrosPerRequest ?? 1_000_000 / round.requestsPerSecond);
    const ascending = micros.toSorted((a, b) => a - b);
    return `${percentile(ascending, 0.25).toFixed(0).padStart(6)} µs  ${name}`;
  });
  return rows.join("\n");
}

function formatSpread(spread: Spread | null): string {
  if (spread === null) return "";
  const middle = spread.median.toFixed(2);
  if (spread.interval === null) return middle;
  return `${middle} (${spread.interval.low.toFixed(2)}–${spread.interval.high.toFixed(2)})`;
}

function ratios(own: readonly Round[], base: readonly Round[], ratio: (own: Round, base: Round) => number): Spread {
  const values = own.flatMap((round, index) => {
    const other = base[index];
    return other === undefined ? [] : [ratio(round, other)];
  });
  return {
    median: median(values),
    least: Math.min(...values),
    most: Math.max(...values),
    interval: medianInterval(values),
  };
}

function cpuMedian(rounds: readonly Round[]): number | null {
  const values = rounds.flatMap((round) => (round.cpuMicrosPerRequest === null ? [] : [round.cpuMicrosPerRequest]));
  return values.length === 0 ? null : median(values);
}
