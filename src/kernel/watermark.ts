/** A position in the change log: the sequence number of the last change that was read. Starts at 0. */
export type Watermark = number & { readonly __brand: "Watermark" };

export const beginning: Watermark = 0 as Watermark;

export function watermark(sequence: number): Watermark {
  if (!Number.isSafeInteger(sequence) || sequence < 0) throw new TypeError(`not a sequence number: ${sequence}`);
  return sequence as Watermark;
}
