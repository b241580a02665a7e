import { expect, it } from "vitest";
import { anonymous } from "../kernel/principal.ts";
import { TokenCache } from "./token-cache.ts";

const verified = (expiresAtMs: number) => ({ principal: anonymous, expiresAtMs });
const options = { maxEntries: 4, maxCharacters: 1000, ttlMs: 60_000 };

it("answers until the token expires, not a millisecond longer", () => {
  const cache = new TokenCache(options);
  cache.set("t", verified(1000), 0);
  expect(cache.get("t", 999)).not.toBeNull();
  expect(cache.get("t", 1000)).toBeNull();
  expect(cache.size).toBe(0);
});

it("has a token verified anew after its own time to live", () => {
  const cache = new TokenCache(options);
  cache.set("t", verified(Number.POSITIVE_INFINITY), 0);
  expect(cache.get("t", 59_999)).not.toBeNull();
  expect(cache.get("t", 60_000)).toBeNull();
});

it("stays within its bounds and keeps what is in use", () => {
  const cache = new TokenCache(options);
  cache.set("used", verified(1000), 0);
  for (let turn = 0; turn < 100; turn++) {
    cache.set(`token ${turn}`, verified(1000), 0);
    expect(cache.get("used", 0)).not.toBeNull();
    expect(cache.size).toBeLessThanOrEqual(4);
  }
  expect(cache.get("token 1", 0)).toBeNull();
});

it("is bounded in characters too", () => {
  const cache = new TokenCache({ ...options, maxEntries: 1000 });
  for (let turn = 0; turn < 100; turn++) cache.set(`${turn}`.padEnd(200, "x"), verified(1000), 0);
  expect(cache.size).toBeLessThanOrEqual(5);
});
