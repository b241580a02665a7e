/** The value below which `part` of the ascending values lie; NaN for none. */
export function percentile(ascending: readonly number[], part: number): number {
  const index = Math.min(ascending.length - 1, Math.floor(ascending.length * part));
  return ascending[index] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  const ascending = values.toSorted((a, b) => a - b);
  const middle = Math.floor(ascending.length / 2);
  const upper = ascending[middle] ?? Number.NaN;
  return ascending.length % 2 === 1 ? upper : ((ascending[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** Two of the values, between which the median of all rounds that could be played lies with `confidence` or more. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * The sign test's interval: it supposes nothing of how the values are spread, so that one round in which the machine did
 * something else hardly moves it. Null where there are too few: fewer than 6 for a confidence of 0.95.
 */
export function medianInterval(values: readonly number[], confidence = 0.95): Interval | null {
  const ascending = values.toSorted((a, b) => a - b);
  const count = ascending.length;
  // As many are left out at either end as a fair coin, thrown once a value, gives heads no oftener than allowed.
  let outside = 0;
  // As a logarithm: a half to the power of 1,075 is 0 to a computer.
  let chance = -count * Math.LN2;
  for (let below = Math.exp(chance); 2 * below <= 1 - confidence; below += Math.exp(chance)) {
    outside++;
    chance += Math.log((count - outside + 1) / outside);
  }
  const low = ascending[outside - 1];
  const high = ascending[count - outside];
  return low === undefined || high === undefined ? null : { low, high };
}
