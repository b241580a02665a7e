import { utf8 } from "../../kernel/bytes.ts";

/** A Bloom filter: what is in it is always found, and one in two thousand of what is not. */
export interface Filter {
  readonly bits: Uint8Array;
}

/** For 16 bits an entry. */
const probes = 11;

export function isInFilter({ bits }: Filter, text: string): boolean {
  return positions(text, bits.length * 8).every((at) => ((bits[at >>> 3] ?? 0) & (1 << (at & 7))) !== 0);
}

export function makeFilter(texts: readonly string[]): Filter {
  const bits = new Uint8Array(texts.length * 2);
  for (const text of texts) {
    for (const at of positions(text, bits.length * 8)) bits[at >>> 3] = (bits[at >>> 3] ?? 0) | (1 << (at & 7));
  }
  return { bits };
}

/** Double hashing: Kirsch and Mitzenmacher, "Less Hashing, Same Performance", 2006. */
function positions(text: string, size: number): readonly number[] {
  const bytes = utf8(text);
  const [first, second] = [fnv1a(bytes, 0x811c9dc5), fnv1a(bytes, 0x9747b28c) | 1];
  return Array.from({ length: probes }, (_, turn) => ((first + turn * second) >>> 0) % size);
}

/** http://www.isthe.com/chongo/tech/comp/fnv/ */
function fnv1a(bytes: Uint8Array, seed: number): number {
  let hash = seed;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  // FNV alone spreads its last bytes badly.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
