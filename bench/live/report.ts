import { median } from "../statistics.ts";
import type { Traffic } from "./contender.ts";
import type { LiveRound } from "./measure.ts";

/** The rounds of each side, the bare object first. */
export interface Measured {
  readonly traffic: Traffic;
  readonly sockets: number;
  /** How many messages were under way. */
  readonly atOnce: number;
  readonly rounds: ReadonlyMap<string, readonly LiveRound[]>;
}

const head =
  "| Traffic | Sockets | At once | Side | Delivered/s | p50 ms | p95 ms | p99 ms | CPU µs | Rate (min–max) | p99 | CPU | Strangers |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|";

/** Medians of the rounds; rate, p99 and processor time against the first side, round by round. */
export function formatRounds(measured: readonly Measured[]): string {
  const lines = measured.flatMap(({ traffic, sockets, atOnce, rounds }) => {
    const [[, base = []] = ["", []]] = rounds;
    return Array.from(rounds, ([name, own], index) => {
      const middle = (value: (round: LiveRound) => number): number => median(own.map(value));
      const rates = own.map((round, turn) => round.deliveredPerSecond / (base[turn]?.deliveredPerSecond ?? Number.NaN));
      const tails = own.map((round, turn) => round.p99Millis / (base[turn]?.p99Millis ?? Number.NaN));
      const cpu = own.map((round, turn) => cpuOf(round) / cpuOf(base[turn]));
      const ratio = `**${median(rates).toFixed(2)}** (${Math.min(...rates).toFixed(2)}–${Math.max(...rates).toFixed(2)})`;
      const cells = [
        index === 0 ? traffic : "",
        index === 0 ? String(sockets) : "",
        index === 0 ? String(atOnce) : "",
        name,
        middle((round) => round.deliveredPerSecond).toFixed(0),
        middle((round) => round.p50Millis).toFixed(1),
        middle((round) => round.p95Millis).toFixed(1),
        middle((round) => round.p99Millis).toFixed(1),
        middle(cpuOf).toFixed(1),
        index === 0 ? "" : ratio,
        index === 0 ? "" : median(tails).toFixed(2),
        index === 0 ? "" : median(cpu).toFixed(2),
        String(own.reduce((sum, round) => sum + round.strangers, 0)),
      ];
      return `| ${cells.join(" | ")} |`;
    });
  });
  return [head, ...lines].join("\n");
}

function cpuOf(round: LiveRound | undefined): number {
  return round?.cpuMicrosPerMessage ?? Number.NaN;
}
