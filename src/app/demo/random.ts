/** Chance that is the same on every machine: the demo content must not change from one start to the next. */
export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number;
  /** Whether something of this probability happens. */
  chance(probability: number): boolean;
  /** All of the items, in another order. */
  shuffle<Item>(items: readonly Item[]): Item[];
}

/** A stream for each name, so that more rows of one kind leave the others as they were. */
export function randomFor(name: string): Random {
  const next = mulberry32(hash(name, 0));
  const between = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  return {
    next,
    between,
    chance: (probability) => next() < probability,
    shuffle: (items) =>
      items
        .map((item) => ({ item, rank: next() }))
        .sort((a, b) => a.rank - b.rank)
        .map(({ item }) => item),
  };
}

/** The id of a thing by its name, in the shape of a UUID of version 8 (RFC 9562, section 5.8: the application's own). */
export function idOf(...name: readonly (string | number)[]): string {
  const text = name.join("/");
  const digits = [0, 1, 2, 3].map((salt) => hash(text, salt).toString(16).padStart(8, "0")).join("");
  const variant = "89ab"[Number.parseInt(digits.slice(16, 17), 16) % 4];
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `8${digits.slice(13, 16)}`,
    `${variant}${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join("-");
}

/** FNV-1a with a final mix, 32 bits. */
function hash(text: string, salt: number): number {
  let state = (0x811c9dc5 ^ Math.imul(salt + 1, 0x9e3779b1)) >>> 0;
  for (const byte of new TextEncoder().encode(text)) state = Math.imul(state ^ byte, 0x01000193);
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return (state ^ (state >>> 16)) >>> 0;
}

/** Mulberry32, by Tommy Ettinger: small, fast, good enough for readers who do not exist. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
