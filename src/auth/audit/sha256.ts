import { comma, integer, literal, type Sql, sql } from "../../sql/fragment.ts";

// SHA-256 (FIPS 180-4) as an SQL expression: SQLite has no hash, and what is chained has to be computed where nothing
// can come between. Words are integers of 32 bits; SQLite has no exclusive or, so it is `(a | b) - (a & b)`.

const mask = integer(0xff_ff_ff_ff);

/** Section 5.3.3: the first 32 bits of the fractional parts of the square roots of the first 8 primes. */
const initial = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];

/** Section 4.2.2. */
export const roundConstants: readonly number[] = [
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
  0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
  0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
  0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
  0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
  0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
  0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
  0xc67178f2,
];

const list = (words: readonly number[]): Sql => literal(`[${words.join()}]`);

function xor(left: Sql, right: Sql): Sql {
  return sql`((${left} | ${right}) - (${left} & ${right}))`;
}

/** A word twice, one after the other: its rotations are shifts of that. What is above 32 bits has to be masked away. */
const twice = (word: Sql): Sql => sql`(${word} | (${word} << 32))`;

/** Three rotations, section 4.1.2. */
function rotations(word: Sql, [first, second, third]: readonly [number, number, number]): Sql {
  const by = (bits: number): Sql => sql`(${twice(word)} >> ${integer(bits)})`;
  return sql`(${xor(xor(by(first), by(second)), by(third))} & ${mask})`;
}

/** Two rotations and a shift. */
function schedule(word: Sql, [first, second, shift]: readonly [number, number, number]): Sql {
  const by = (bits: number): Sql => sql`((${twice(word)} >> ${integer(bits)}) & ${mask})`;
  return xor(xor(by(first), by(second)), sql`(${word} >> ${integer(shift)})`);
}

/** Section 6.2.2, step 3; `added` is the round's constant and its word of the message. */
function round(added: Sql): { readonly a: Sql; readonly e: Sql } {
  const first = sql`(h + ${rotations(sql`e`, [6, 11, 25])} + ((e & f) | (~e & g)) + ${added})`;
  const second = sql`(${rotations(sql`a`, [2, 13, 22])} + ((a & b) | (c & (a | b))))`;
  return { a: sql`(${first} + ${second}) & ${mask}`, e: sql`(d + ${first}) & ${mask}` };
}

/** The second block of a message of 64 bytes is padding alone, so its words are known: with the constants already added. */
function paddingWords(): readonly number[] {
  const words = [0x8000_0000, ...Array.from({ length: 14 }, () => 0), 512];
  const rotated = (word: number, bits: number): number => (word >>> bits) | (word << (32 - bits));
  for (let at = 16; at < 64; at++) {
    const [a = 0, b = 0, c = 0, d = 0] = [words[at - 16], words[at - 15], words[at - 7], words[at - 2]];
    const low = rotated(b, 7) ^ rotated(b, 18) ^ (b >>> 3);
    const high = rotated(d, 17) ^ rotated(d, 19) ^ (d >>> 10);
    words.push((a + low + c + high) >>> 0);
  }
  return words.map((word, at) => (word + (roundConstants[at] ?? 0)) >>> 0);
}

/** The eight words of a hash in hexadecimal. JSON5, which SQLite reads, has such numbers. */
function wordsOf<S>(hash: Sql<S>): Sql<S> {
  const word = (at: number): Sql<S> => sql<S>`('0x' || substr(${hash}, ${integer(at * 8 + 1)}, 8)) ->> '$'`;
  return comma(Array.from({ length: 8 }, (_, at) => word(at)));
}

const names = [sql`a`, sql`b`, sql`c`, sql`d`, sql`e`, sql`f`, sql`g`, sql`h`];

/** The sixteen words of the message that the next rounds need. */
const window = sql`w0, w1, w2, w3, w4, w5, w6, w7, w8, w9, w10, w11, w12, w13, w14, w15`;
const moved = sql`w1, w2, w3, w4, w5, w6, w7, w8, w9, w10, w11, w12, w13, w14, w15`;

/**
 * The SHA-256 of two hashes one after the other (64 bytes, both given in hexadecimal), in hexadecimal. Takes 1 ms of
 * the database's time (November 2026).
 */
export function hashOfTwo<S>(left: Sql<S>, right: Sql<S>): Sql<S> {
  const letters = sql`a, b, c, d, e, f, g, h`;
  const first = round(sql`(${list(roundConstants)} ->> t) + w0`);
  const second = round(sql`(${list(paddingWords())} ->> t)`);
  const expanded = sql`(w0 + w9 + ${schedule(sql`w1`, [7, 18, 3])} + ${schedule(sql`w14`, [17, 19, 10])}) & ${mask}`;
  const start = comma(initial.map(integer));
  const sums = comma(names.map((name, at) => sql`(${name} + ${integer(initial[at] ?? 0)}) & ${mask}`));
  const ends = comma(names.map((name) => sql`(r.${name} + m.${name}) & ${mask}`));
  return sql<S>`(with recursive
    s1 (t, ${letters}, ${window}) as (select 0, ${start}, ${wordsOf(left)}, ${wordsOf(right)}
      union all select t + 1, ${first.a}, a, b, c, ${first.e}, e, f, g, ${moved}, ${expanded} from s1 where t < 64),
    m (${letters}) as materialized (select ${sums} from s1 where t = 64),
    s2 (t, ${letters}) as (select 0, ${letters} from m
      union all select t + 1, ${second.a}, a, b, c, ${second.e}, e, f, g from s2 where t < 64)
    select printf('%08x%08x%08x%08x%08x%08x%08x%08x', ${ends}) from s2 r, m where r.t = 64)`;
}
