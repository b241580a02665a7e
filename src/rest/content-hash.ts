/**
 * 64 bits that tell contents apart which nobody has chosen to be alike: two lanes of MurmurHash3's mixing over words of
 * four bytes. The digests of node:crypto and WebCrypto cost 10 to 45 µs a call on Workers before they have read a byte.
 * Source: https://github.com/aappleby/smhasher (public domain), MurmurHash3_x86_128
 */
export function contentHash(bytes: Uint8Array<ArrayBuffer>, label: string): string {
  const { length } = bytes;
  const lanes: Lanes = { a: length, b: length };
  for (let index = 0; index < label.length; index++) mix(lanes, label.charCodeAt(index));
  mixWords(lanes, new Int32Array(bytes.buffer, bytes.byteOffset, length >> 2));
  for (let index = length & ~3; index < length; index++) mix(lanes, bytes[index] ?? 0);
  return hexadecimal(finish(lanes.a)) + hexadecimal(finish(lanes.b));
}

interface Lanes {
  a: number;
  b: number;
}

function mix(lanes: Lanes, word: number): void {
  lanes.a = Math.imul(lanes.a ^ word, 0x85ebca6b);
  lanes.a ^= lanes.a >>> 15;
  lanes.b = Math.imul(lanes.b ^ word, 0xc2b2ae35);
  lanes.b ^= lanes.b >>> 13;
}

/**
 * As `mix`, written out: this is where the time goes. Words by turns go to two pairs of lanes, whose multiplications a
 * processor runs side by side, and in the end the second pair goes into the first.
 */
function mixWords(lanes: Lanes, words: Int32Array): void {
  let { a, b } = lanes;
  let c = a;
  let d = b;
  for (let index = 0; index < words.length; index += 2) {
    const even = words[index] ?? 0;
    const odd = words[index + 1] ?? 0;
    a = Math.imul(a ^ even, 0x85ebca6b);
    c = Math.imul(c ^ odd, 0x85ebca6b);
    b = Math.imul(b ^ even, 0xc2b2ae35);
    d = Math.imul(d ^ odd, 0xc2b2ae35);
    a ^= a >>> 15;
    c ^= c >>> 15;
    b ^= b >>> 13;
    d ^= d >>> 13;
  }
  lanes.a = a;
  lanes.b = b;
  mix(lanes, c);
  mix(lanes, d);
}

function finish(lane: number): number {
  let hash = Math.imul(lane ^ (lane >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function hexadecimal(hash: number): string {
  return hash.toString(16).padStart(8, "0");
}
