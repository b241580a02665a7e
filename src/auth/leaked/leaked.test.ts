import { expect, it } from "vitest";
import { isLeaked } from "./leaked.ts";

it.each(["password", "PASSWORD1", "12345678", "qwertyuiop", "letmein", "iloveyou"])("%s has leaked", (password) => {
  expect(isLeaked(password)).toBe(true);
});

it("others are taken for leaked as seldom as is said", () => {
  let found = 0;
  for (let turn = 0; turn < 100_000; turn++) if (isLeaked(`unheard-of ${turn}`)) found++;
  expect(found / 100_000).toBeLessThan(0.001);
  expect(isLeaked("")).toBe(false);
});
