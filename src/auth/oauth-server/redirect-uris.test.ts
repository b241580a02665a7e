import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isRedirectUri, isRegistered } from "./redirect-uris.ts";

const anybody = { isDynamic: true, schemes: new Set(["cursor"]) };
const service = { isDynamic: false, schemes: new Set<string>() };

describe("a redirect URI", () => {
  it.each([
    "https://client.example/callback",
    "https://client.example:8443/callback?a=b",
    "http://localhost:3000/cb",
    "http://127.0.0.1/cb",
    "http://[::1]:8080/cb",
    "com.example.app:/callback",
    "cursor://anysphere.cursor-mcp/oauth",
  ])("may be %s", (uri) => {
    expect(isRedirectUri(uri, anybody)).toBe(true);
  });

  it.each([
    "",
    "callback",
    "//client.example/",
    "http://client.example/",
    "http://127.0.0.2/",
    "http://localhost.evil.example/",
    "https://client.example/#fragment",
    "https://user@client.example/",
    "https://client.example/a@b",
    "https://*.client.example/",
    "https://client.example/\u0000",
    "https://client.example/\u202e",
    "https://client.example\\@evil.example/",
    " https://client.example/",
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "intent://x#Intent;end",
    "myapp:/callback",
    `https://client.example/${"x".repeat(2000)}`,
  ])("may not be %s", (uri) => {
    expect(isRedirectUri(uri, anybody)).toBe(false);
  });

  it("may have any scheme of an app where the service says so, but none that a browser runs", () => {
    expect(isRedirectUri("myapp:/callback", service)).toBe(true);
    expect(isRedirectUri("javascript:alert(1)", service)).toBe(false);
    expect(isRedirectUri("http://client.example/", service)).toBe(false);
  });

  it("is the registered one, or differs in the port on the user's own machine", () => {
    const registered = ["https://client.example/cb", "http://127.0.0.1:1/cb"];
    const text = fc.oneof(fc.constantFrom(...registered), fc.webUrl(), fc.string());
    fc.assert(
      fc.property(text, fc.string({ maxLength: 3 }), fc.nat(70_000), (uri, more, port) => {
        for (const candidate of [uri, uri + more, uri.replace(":1/", `:${port}/`)]) {
          if (!isRegistered(candidate, registered)) continue;
          const { protocol, hostname, pathname, search, hash, username } = new URL(candidate);
          const isFirst = candidate === registered[0];
          expect(isFirst || (protocol === "http:" && hostname === "127.0.0.1")).toBe(true);
          expect([pathname, search, hash, username]).toEqual(["/cb", "", "", ""]);
        }
      }),
      { numRuns: 2000 },
    );
    expect(isRegistered("http://127.0.0.1:65535/cb", registered)).toBe(true);
    expect(isRegistered("http://127.0.0.1/cb", registered)).toBe(true);
    expect(isRegistered("http://localhost:1/cb", registered)).toBe(false);
  });
});
