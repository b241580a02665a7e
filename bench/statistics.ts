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
