import fc from "fast-check";

/**
 * Numbers that decide every choice of a case, in order. 0 is the simplest choice everywhere and stands for all that is
 * missing, so that a shorter tape of smaller numbers, which is what fast-check shrinks to, makes a simpler case.
 */
export interface Tape {
  /** 0 to `count - 1`; 0 where there is no choice. */
  readonly below: (count: number) => number;
  /** Once in `count` times. */
  readonly once: (count: number) => boolean;
  readonly pick: <T>(items: readonly [T, ...T[]] | readonly T[]) => T;
  /** Between `least` and `most` of them, none twice. */
  readonly some: <T>(items: readonly T[], least: number, most: number) => T[];
}

export function openTape(numbers: readonly number[]): Tape {
  let position = 0;
  const below = (count: number): number => (numbers[position++] ?? 0) % Math.max(count, 1);
  const pick = <T>(items: readonly T[]): T => {
    const index = below(items.length);
    if (index >= items.length) throw new TypeError("nothing to pick from");
    return items[index] as T;
  };
  return {
    below,
    once: (count) => below(count) === count - 1,
    pick,
    some(items, least, most) {
      const rest = [...items];
      const wanted = Math.min(least + below(most - least + 1), rest.length);
      return Array.from({ length: wanted }, () => rest.splice(below(rest.length), 1)[0] as (typeof items)[number]);
    },
  };
}

export function tape(length: number): fc.Arbitrary<readonly number[]> {
  return fc.array(fc.nat(255), { maxLength: length, size: "max" });
}
