import fc from "fast-check";
import { expect, it } from "vitest";
import { parseExact } from "./exact-json.ts";

it("an integer that a double cannot hold keeps its digits, wherever it stands", () => {
  const large = fc.bigInt({ min: 2n ** 53n, max: 2n ** 70n }).map((n) => (n % 2n === 0n ? `${n}` : `-${n}`));
  const around = fc.constantFrom<[(n: string) => string, (n: string) => unknown]>(
    [(n) => n, (n) => n],
    [(n) => `{"a":${n}}`, (n) => ({ a: n })],
    [(n) => `{"a": \n${n} }`, (n) => ({ a: n })],
    [(n) => `[1,${n}]`, (n) => [1, n]],
    [(n) => `[${n},"x"]`, (n) => [n, "x"]],
    [(n) => `{"a":"1","b":[[\t${n}]]}`, (n) => ({ a: "1", b: [[n]] })],
  );
  fc.assert(
    fc.property(large, around, (n, [write, read]) => {
      expect(parseExact(write(n), (digits) => digits)).toEqual(read(n));
    }),
  );
});

it("digits of a string, of a fraction and of what a double holds are left as they are", () => {
  const text = '{"id":"1234567890123456789","at":0.12345678901234567,"n":9007199254740991,"e":1e300}';
  expect(parseExact(text, () => "large")).toEqual(JSON.parse(text));
});

it("what is no JSON throws", () => {
  expect(() => parseExact('{"a":12345678901234567890', String)).toThrow(SyntaxError);
});
