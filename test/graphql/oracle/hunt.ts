import fc from "fast-check";
import { expect } from "vitest";
import { tape } from "../../oracle/tape.ts";
import type { Verdict } from "./judge.ts";

/** The tapes of a world and of all that is asked of it. */
export interface Case {
  readonly family: readonly number[];
  readonly rules: readonly number[];
  readonly rows: readonly number[];
  readonly asks: readonly Ask[];
}

export interface Ask {
  readonly who: readonly number[];
  readonly what: readonly number[];
}

/** Makes the world of a case and gives what asks it one thing; `told` says the world in words. */
export type Opened = (given: Case) => Promise<{
  readonly ask: (each: Ask) => Promise<Verdict>;
  readonly told: string;
}>;

export interface HuntOptions {
  readonly worlds: number;
  readonly asksPerWorld: number;
  readonly seed: number;
}

/**
 * Asks random worlds random things. Returns how many there were of each kind of answer.
 * @throws Error with the simplest case found that goes wrong
 */
export async function hunt(
  open: Opened,
  { worlds, asksPerWorld, seed }: HuntOptions,
): Promise<ReadonlyMap<string, number>> {
  const seen = new Map<string, number>();
  const ask = fc.record({ who: tape(8), what: tape(300) });
  const cases: fc.Arbitrary<Case> = fc.record({
    family: tape(60),
    rules: tape(600),
    rows: tape(600),
    asks: fc.array(ask, { minLength: 1, maxLength: asksPerWorld, size: "max" }),
  });
  const play = async (given: Case): Promise<{ readonly alone: Case; readonly how: string } | null> => {
    const world = await open(given);
    for (const each of given.asks) {
      const { kind, wrong } = await world.ask(each);
      seen.set(kind, (seen.get(kind) ?? 0) + 1);
      if (wrong !== null) return { alone: { ...given, asks: [each] }, how: `\n${world.told}\n${wrong}` };
    }
    return null;
  };
  let alone: Case | null = null;
  const property = fc.asyncProperty(cases, async (given) => {
    alone = (await play(given))?.alone ?? null;
    return alone === null;
  });
  const outcome = await fc.check(property, { numRuns: worlds, unbiased: true, endOnFailure: true, seed });
  if (alone !== null) {
    let how = "";
    const simpler = fc.asyncProperty(cases, async (given) => {
      const failed = await play(given);
      how = failed?.how ?? how;
      return failed === null;
    });
    await fc.check(simpler, { numRuns: 1, examples: [[alone]], interruptAfterTimeLimit: 15_000 });
    throw new Error(`seed ${outcome.seed}${how}`);
  }
  if (outcome.failed) throw outcome.errorInstance;
  return seen;
}

/** There were enough of each kind for the test to say something. */
export function expectKinds(seen: ReadonlyMap<string, number>, kinds: readonly string[], least: number): void {
  for (const kind of kinds)
    expect(seen.get(kind) ?? 0, `${kind} of ${JSON.stringify([...seen])}`).toBeGreaterThan(least);
}

export function total(seen: ReadonlyMap<string, number>): number {
  return [...seen.values()].reduce((sum, count) => sum + count, 0);
}
