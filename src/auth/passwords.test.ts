import { describe, expect, it } from "vitest";
import { currentCost, decoyHash, hashPassword, needsRehash, verifyPassword } from "./passwords.ts";

const cheap = { logN: 4, r: 8, p: 1 };

describe("a password's hash", () => {
  it("has OWASP's cost, a salt of 16 bytes and a key of 32", () => {
    const [, scheme, cost, salt, key] = hashPassword("correct horse").split("$");
    expect([scheme, cost]).toEqual(["scrypt", "ln=15,r=8,p=3"]);
    expect([salt?.length, key?.length]).toEqual([22, 43]);
  });

  it("verifies its password and no other", () => {
    const hash = hashPassword("pässword ☂", cheap);
    expect(verifyPassword("pässword ☂", hash)).toBe(true);
    expect(verifyPassword("password ☂", hash)).toBe(false);
    expect(verifyPassword("", hash)).toBe(false);
  });

  it("is another one each time", () => {
    expect(hashPassword("x", cheap)).not.toBe(hashPassword("x", cheap));
  });

  it("tells that its cost is not today's", () => {
    expect(needsRehash(hashPassword("x", cheap))).toBe(true);
    expect(needsRehash(decoyHash)).toBe(false);
    expect(currentCost).toEqual({ logN: 15, r: 8, p: 3 });
  });

  it("of a stored text that is no hash verifies nothing, and never costs more than 128 MiB", () => {
    const wrong = [
      "",
      "x",
      "$scrypt$ln=4,r=8,p=1$$",
      "$2b$10$abcdefghijklmnopqrstuv",
      "$scrypt$ln=40,r=8,p=1$AAAA$AAAA",
    ];
    for (const hash of [...wrong, decoyHash.replace("ln=15", "ln=30"), decoyHash.replace("p=3", "p=99")]) {
      expect(verifyPassword("x", hash)).toBe(false);
      expect(needsRehash(hash)).toBe(true);
    }
  });
});
