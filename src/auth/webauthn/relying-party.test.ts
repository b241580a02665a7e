import { describe, expect, it } from "vitest";
import { resolveRelyingParty } from "./relying-party.ts";

const wrong: readonly (readonly [string, string, readonly string[]])[] = [
  ["a domain in upper case", "Example.com", ["https://example.com"]],
  ["a URL for a domain", "https://example.com", ["https://example.com"]],
  ["no origins", "example.com", []],
  ["another domain's origin", "example.com", ["https://example.net"]],
  ["a domain that only ends alike", "example.com", ["https://badexample.com"]],
  ["plain http", "example.com", ["http://example.com"]],
  ["an origin with a path", "example.com", ["https://example.com/"]],
  ["an origin in upper case", "example.com", ["https://EXAMPLE.com"]],
  ["a pattern", "example.com", ["https://*.example.com/*"]],
];

describe("a relying party", () => {
  it.each(wrong)("is not made of %s", (_name, rpId, origins) => {
    expect(() => resolveRelyingParty({ rpId, origins })).toThrow(TypeError);
  });

  it("is the domain of its pages or a parent of it", () => {
    const android = `android:apk-key-hash:${"a".repeat(43)}`;
    const origins = ["https://example.com", "https://app.example.com:8443", android];
    expect(resolveRelyingParty({ rpId: "example.com", origins })).toEqual({
      id: "example.com",
      name: "example.com",
      origins,
    });
    expect(resolveRelyingParty({ rpId: "localhost", origins: ["http://localhost:3000"] })).toMatchObject({
      id: "localhost",
    });
    expect(resolveRelyingParty(undefined)).toBeNull();
  });
});
