import { expect, it } from "vitest";
import { toHex, utf8 } from "../kernel/bytes.ts";
import type { SecretColumn } from "./columns.ts";
import { type Opening, openText } from "./opening.ts";
import type { Vault } from "./vault.ts";

const token = "Tk_0123456789-abcdefghij";
const column: SecretColumn = { id: "6f", table: "t", column: "c", isJson: false };

/** Opens `kept` as `<kept of key>`. */
function vault(isJson: boolean): Vault {
  const refuse = async (): Promise<never> => Promise.reject(new TypeError("not here"));
  return {
    open: async (kept, _, key) => (isJson ? `{"kept":${JSON.stringify(kept)}}` : `<${kept} of ${key.join("|")}>`),
    column: () => ({ ...column, isJson }),
    seal: refuse,
    blind: refuse,
    conceal: refuse,
    reveal: refuse,
    mark: refuse,
    currentKey: refuse,
  };
}

const opening = (isJson: boolean): Opening => ({
  token,
  vault: vault(isJson),
  hidden: [
    { text: 'say "x"', isJson: false },
    { text: '{"a":1}', isJson: true },
  ],
});

const hex = (text: string): string => toHex(utf8(text)).toUpperCase();
const sealed = (kept: string, ...key: readonly string[]): string => `${token}6f.${key.map(hex).join(",")}:${kept}`;

it("puts clear values where the sealed ones stand, at any depth, in order", async () => {
  const given = { a: sealed("x", "1"), b: [sealed('q"\\', "k,1", "é"), null, { c: sealed("", "") }], d: "x" };
  expect(JSON.parse(await openText(JSON.stringify(given), opening(false)))).toEqual({
    a: "<x of 1>",
    b: ['<q"\\ of k,1|é>', null, { c: "< of >" }],
    d: "x",
  });
  expect(await openText(JSON.stringify([sealed("x", "1")]), opening(true))).toBe('[{"kept":"x"}]');
});

it("leaves alone what only looks like one", async () => {
  const given = { a: "pge1.k.AAAA.AAAA", b: sealed("x", "1").replace("T", "t"), c: '"' };
  expect(JSON.parse(await openText(JSON.stringify(given), opening(false)))).toEqual(given);
});

it("puts hidden values where their signs stand, JSON as such or as its text", async () => {
  const given = [`${token}#0`, `${token}#1`, `${token}#1~`, { a: `${token}#0~` }];
  expect(JSON.parse(await openText(JSON.stringify(given), opening(false)))).toEqual([
    'say "x"',
    { a: 1 },
    '{"a":1}',
    { a: 'say "x"' },
  ]);
});

it.each([
  ["a hidden value that there is not", JSON.stringify([`${token}#2`])],
  ["text within text", JSON.stringify({ a: JSON.stringify({ b: sealed("x", "1") }) })],
  ["a token in the middle of a string", JSON.stringify({ a: `x${sealed("x", "1")}` })],
  ["a token alone", JSON.stringify([token])],
  ["an unfinished string", `["${sealed("x", "1")}`],
])("fails for %s, and tells no token", async (_, text) => {
  await expect(openText(text, opening(false))).rejects.toThrow("an encrypted value stands where none can");
});
