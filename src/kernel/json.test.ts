import fc from "fast-check";
import { expect, it } from "vitest";
import { mayHaveLargeIntegers } from "./json.ts";

it("an integer that a double cannot hold is noticed wherever it stands", () => {
  const large = fc.bigInt({ min: 2n ** 53n, max: 2n ** 70n }).map((n) => (n % 2n === 0n ? `${n}` : `-${n}`));
  const around = fc.constantFrom(
    (n: string) => n,
    (n: string) => `{"a":${n}}`,
    (n: string) => `{"a": \n${n} }`,
    (n: string) => `[1,${n}]`,
    (n: string) => `[${n},"x"]`,
    (n: string) => `{"a":"1","b":[[\t${n}]]}`,
  );
  fc.assert(fc.property(large, around, (n, write) => mayHaveLargeIntegers(write(n))));
});

it("digits of a string and of a fraction are none", () => {
  expect(mayHaveLargeIntegers('{"id":"1234567890123456789","at":0.12345678901234567}')).toBe(false);
  expect(mayHaveLargeIntegers('{"id":123456789012345}')).toBe(false);
});
