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

/** As `mix`, written out: this is where the time goes. */
function mixWords(lanes: Lanes, words: Int32Array): void {
  let { a, b } = lanes;
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? 0;
    a = Math.imul(a ^ word, 0x85ebca6b);
    a ^= a >>> 15;
    b = Math.imul(b ^ word, 0xc2b2ae35);
    b ^= b >>> 13;
  }
  lanes.a = a;
  lanes.b = b;
}

function finish(lane: number): number {
  let hash = Math.imul(lane ^ (lane >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function hexadecimal(hash: number): string {
  return hash.toString(16).padStart(8, "0");
}
