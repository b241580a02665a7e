/**
 * The characters that give a shape its structure. A URL holds no control characters (URL Standard, query
 * percent-encode set), and what is decoded into a shape is cleared of them, so no request can forge one.
 */
export const entrySign = "\u0000";
/** Between an entry's key and its text, from which the values are lifted out. */
export const liftedSign = "\u0001";
/** Stands where an argument was. */
export const argumentSign = "\u0002";
/** Between an entry's key and its text as the URL encodes it. */
export const verbatimSign = "\u0003";

/** Decoded text without our signs. */
export function withoutSigns(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the signs
  return text.replace(/[\u0000-\u0003]/g, "\ufffd");
}
