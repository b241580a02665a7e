import { describe, expect, it } from "vitest";
import { utf8 } from "../../kernel/bytes.ts";
import { hotp, matchingStep, type TotpHash, totpStep } from "./totp.ts";

/** RFC 4226, appendix D. */
const hotpVectors = [
  "755224",
  "287082",
  "359152",
  "969429",
  "338314",
  "254676",
  "287922",
  "162583",
  "399871",
  "520489",
];

/** RFC 6238, appendix B: seconds, and the codes of SHA-1, SHA-256, SHA-512. */
const totpVectors: readonly (readonly [number, string, string, string])[] = [
  [59, "94287082", "46119246", "90693936"],
  [1_111_111_109, "07081804", "68084774", "25091201"],
  [1_111_111_111, "14050471", "67062674", "99943326"],
  [1_234_567_890, "89005924", "91819424", "93441116"],
  [2_000_000_000, "69279037", "90698825", "38618901"],
  [20_000_000_000, "65353130", "77737706", "47863826"],
];

const digits = "1234567890";
const secrets: readonly (readonly [TotpHash, string])[] = [
  ["SHA-1", digits.repeat(2)],
  ["SHA-256", `${digits.repeat(3)}12`],
  ["SHA-512", `${digits.repeat(6)}1234`],
];

const secret = utf8(digits.repeat(2));
const six = { digits: 6, hash: "SHA-1" } as const;

describe("one-time codes", () => {
  it.each(hotpVectors.map((code, counter) => [counter, code] as const))(
    "of counter %i are RFC 4226's",
    async (counter, code) => {
      expect(await hotp(secret, counter, six)).toBe(code);
    },
  );

  it.each(totpVectors)("of second %i are RFC 6238's", async (seconds, ...codes) => {
    for (const [index, [hash, key]] of secrets.entries()) {
      expect(await hotp(utf8(key), totpStep(seconds * 1000), { digits: 8, hash })).toBe(codes[index]);
    }
  });

  it("are taken one step early and late, and no further", async () => {
    const nowMs = 1_234_567_890_000;
    const step = totpStep(nowMs);
    const taken = await Promise.all(
      [-2, -1, 0, 1, 2].map(async (away) => matchingStep(secret, await hotp(secret, step + away, six), nowMs)),
    );
    expect(taken).toEqual([null, step - 1, step, step + 1, null]);
  });

  it.each(["", "12345", "1234567", "００００００", "abcdef", "\u0000".repeat(6)])("are not %j", async (code) => {
    expect(await matchingStep(secret, code, 0)).toBeNull();
  });
});
