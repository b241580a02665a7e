import { describe, expect, it } from "vitest";
import { fromHex, toHex, utf8 } from "../kernel/bytes.ts";
import { encrypt, openSealed, ownerOf, readSealed, sealText } from "./cell.ts";

const bytes = (hex: string): Uint8Array<ArrayBuffer> => fromHex(hex) ?? new Uint8Array();
const aes = (hex: string): Promise<CryptoKey> =>
  crypto.subtle.importKey("raw", bytes(hex), "AES-GCM", false, ["encrypt", "decrypt"]);

// The GCM specification's test cases 13 to 16: keys of 256 bits, nonces of 96.
// Source: https://csrc.nist.rip/groups/ST/toolkit/BCM/documents/proposedmodes/gcm/gcm-spec.pdf, appendix B
const zeros = "0".repeat(64);
const key = "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308";
const nonce = "cafebabefacedbaddecaf888";
const clear =
  "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255";
const cipher =
  "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad";

const vectors = [
  { name: "13", key: zeros, nonce: "0".repeat(24), owner: "", clear: "", sealed: "530f8afbc74536b9a963b4f1c4cb738b" },
  {
    name: "14",
    key: zeros,
    nonce: "0".repeat(24),
    owner: "",
    clear: "0".repeat(32),
    sealed: "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919",
  },
  { name: "15", key, nonce, owner: "", clear, sealed: `${cipher}b094dac5d93471bdec1a502270e3cc6c` },
  {
    name: "16",
    key,
    nonce,
    owner: "feedfacedeadbeeffeedfacedeadbeefabaddad2",
    clear: clear.slice(0, 120),
    sealed: `${cipher.slice(0, 120)}76fc6ece0f4e1768cddf8853bb2d551b`,
  },
];

it.each(vectors)("AES-256-GCM: test case $name", async (vector) => {
  const sealing = { key: await aes(vector.key), nonce: bytes(vector.nonce), owner: bytes(vector.owner) };
  expect(toHex(await encrypt(bytes(vector.clear), sealing))).toBe(vector.sealed);
  const sealed = { keyId: "k", nonce: sealing.nonce, ciphertext: bytes(vector.sealed) };
  expect(toHex((await openSealed(sealed, sealing.key, sealing.owner)) ?? utf8("none"))).toBe(vector.clear);
});

describe("a sealed text", () => {
  const owner = ownerOf("patients", "phone", ["1"]);

  it("is another one each time, and opens", async () => {
    const cipherKey = { keyId: "k", key: await aes(key) };
    const texts = await Promise.all(Array.from({ length: 50 }, () => sealText("æ🌍", cipherKey, owner)));
    expect(new Set(texts).size).toBe(50);
    for (const text of texts) {
      const sealed = readSealed(text);
      const opened = sealed === null ? null : await openSealed(sealed, cipherKey.key, owner);
      expect(new TextDecoder().decode(opened ?? undefined)).toBe("æ🌍");
    }
  });

  it("does not open for another owner or key, nor with any bit changed", async () => {
    const right = await aes(key);
    const sealed = readSealed(await sealText("12", { keyId: "k", key: right }, owner));
    if (sealed === null) throw new TypeError("not sealed");
    const others = [
      ["patients", "phone", "2"],
      ["patients", "notes", "1"],
      ["people", "phone", "1"],
      ["patients", "phone", "1", ""],
    ];
    for (const [table = "", column = "", ...row] of others) {
      expect(await openSealed(sealed, right, ownerOf(table, column, row))).toBeNull();
    }
    expect(await openSealed(sealed, await aes(zeros), owner)).toBeNull();
    for (const part of ["nonce", "ciphertext"] as const) {
      for (const at of sealed[part].keys()) {
        for (let bit = 1; bit < 256; bit <<= 1) {
          const changed = Uint8Array.from(sealed[part], (byte, index) => (index === at ? byte ^ bit : byte));
          expect(await openSealed({ ...sealed, [part]: changed }, right, owner)).toBeNull();
        }
      }
    }
    for (let length = 0; length < sealed.ciphertext.length; length++) {
      expect(await openSealed({ ...sealed, ciphertext: sealed.ciphertext.slice(0, length) }, right, owner)).toBeNull();
    }
  });

  it.each([
    "",
    "x",
    "pge1",
    "pge1.k.AAAA.AAAA",
    "pge1..AAAAAAAAAAAAAAAA.AAAA",
    "pge2.k.AAAAAAAAAAAAAAAA.AAAA",
    "pge1.k.AAAAAAAAAAAAAAA+.AAAA",
    "pge1.k.AAAAAAAAAAAAAAAA.AAAA.x",
  ])("%s is none", (text) => {
    expect(readSealed(text)).toBeNull();
  });
});
