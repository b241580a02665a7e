import { type Contender, playRound, type Round, type RoundOptions } from "./contender.ts";
import type { Result } from "./report.ts";
import type { Workload } from "./workloads.ts";

export interface MeasureOptions extends RoundOptions {
  readonly rounds: number;
}

/** What is asked before the first round, so that code is compiled and caches are full. */
const warmUpSeconds = 1.5;

/** A turn of every contender. It is disturbed when others used more than this part of one processor meanwhile. */
const disturbance = 0.1;

/** Disturbed turns are played again, until this many times the wanted number have been played. */
const patience = 2;

/**
 * Rounds of all contenders by turns, in one run: A B, B A, A B, … so that a machine that gets slower or faster on the
 * way does so for all. Of the turns the least disturbed count. The first contender is what the others are held against.
 */
export async function measure(
  contenders: readonly Contender[],
  workload: Workload,
  options: MeasureOptions,
): Promise<Result> {
  for (const contender of contenders) await playRound(contender, workload, { ...options, seconds: warmUpSeconds });
  const turns: Turn[] = [];
  for (let quiet = 0; quiet < options.rounds && turns.length < options.rounds * patience; ) {
    const rounds = new Map<Contender, Round>();
    const order = turns.length % 2 === 0 ? contenders : contenders.toReversed();
    for (const contender of order) rounds.set(contender, await playRound(contender, workload, options));
    const foreignLoad = Math.max(...[...rounds.values()].map((round) => round.foreignLoad));
    turns.push({ rounds, foreignLoad });
    if (foreignLoad <= disturbance) quiet++;
  }
  const kept = turns.toSorted((a, b) => a.foreignLoad - b.foreignLoad).slice(0, options.rounds);
  return {
    workload: workload.name,
    title: workload.title,
    turnsPlayed: turns.length,
    foreignLoad: kept.at(-1)?.foreignLoad ?? 0,
    contenders: contenders.map((contender) => ({
      name: contender.side.name,
      rounds: kept.flatMap(({ rounds }) => rounds.get(contender) ?? []),
    })),
  };
}

interface Turn {
  readonly rounds: ReadonlyMap<Contender, Round>;
  readonly foreignLoad: number;
}
