import { describe, expect, it } from "vitest";
import { compileGlob } from "./glob.ts";
import { isAllowed, redirectTarget } from "./redirects.ts";

const site = "https://app.example.com";

describe("a pattern", () => {
  it.each([
    ["https://x.example.com/*", "https://x.example.com/a", true],
    ["https://x.example.com/*", "https://x.example.com/a/b", false],
    ["https://x.example.com/**", "https://x.example.com/a/b?c=1", true],
    ["https://*.example.com", "https://x.example.com", true],
    ["https://*.example.com", "https://x.y.example.com", false],
    ["https://**.example.com", "https://x.y.example.com", true],
    ["https://x.example.com/?", "https://x.example.com/ab", false],
    ["https://x.example.com/[a-c]", "https://x.example.com/b", true],
    ["https://x.example.com/[!a-c]", "https://x.example.com/b", false],
    ["https://{a,b}.example.com/", "https://b.example.com/", true],
    ["https://{a,b}.example.com/", "https://c.example.com/", false],
    ["https://x.example.com/\\*", "https://x.example.com/*", true],
    ["myapp://callback", "myapp://callback", true],
    ["https://xxexample.com", "https://x.example.com", false],
    ["https://x.example.com", "https://xzexample.com", false],
  ])("%s and %s: %s", (pattern, url, expected) => {
    expect(compileGlob(pattern)(url)).toBe(expected);
  });

  it.each(["https://{a", "https://[a"])("%s is refused at the start", (pattern) => {
    expect(() => compileGlob(pattern)).toThrow(TypeError);
  });
});

describe("a redirect", () => {
  const patterns = [
    "https://*.trusted.example/**",
    "https://exact.example",
    "myapp://**",
    "http://10.0.0.7/**",
    "**",
  ].map(compileGlob);
  const narrow = patterns.slice(0, 4);

  it.each([
    "https://app.example.com/x?y#z",
    "https://a.trusted.example/b",
    "https://exact.example",
    "https://exact.example/",
    "myapp://callback/x",
  ])("to %s is allowed", (url) => expect(isAllowed(url, site, narrow)).toBe(true));

  it.each([
    "https://app.example.com.evil.example/",
    "https://app.example.com@evil.example/",
    "http://app.example.com/",
    "https://app.example.com:8443/",
    "//evil.example/",
    "/relative",
    "https://evil.example/?x=.trusted.example/",
    "https://evil.example/.trusted.example/",
    "https://evil.example\\@a.trusted.example/",
    "https://a.trusted.example\t/",
    "https://exact.example/deep",
    "http://10.0.0.7/x",
    "http://167772167/x",
    "",
  ])("to %s is not", (url) => expect(isAllowed(url, site, narrow)).toBe(false));

  it.each(["javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd"])(
    "to %s is not, whatever the patterns say",
    (url) => expect(isAllowed(url, site, patterns)).toBe(false),
  );

  it("on this machine may have any port, where the site is on it too", () => {
    expect(isAllowed("http://127.0.0.1:5173/cb", "http://localhost:3000", [])).toBe(true);
    expect(isAllowed("http://127.0.0.1:5173/cb", site, [])).toBe(false);
  });

  it("takes the first that is allowed, else the site, else the origin that was asked", () => {
    const settings = { siteUrl: site, redirectPatterns: narrow };
    const asked = ["https://evil.example", undefined, "https://a.trusted.example/b"];
    expect(redirectTarget(settings, asked, "https://api.example")).toBe("https://a.trusted.example/b");
    expect(redirectTarget(settings, ["https://evil.example"], "https://api.example")).toBe(site);
    expect(redirectTarget({ ...settings, siteUrl: null }, [], "https://api.example")).toBe("https://api.example");
  });

  it("is judged in linear time, however it is written", () => {
    const pattern = [compileGlob("https://**a**a**a**a**a.example/**")];
    const started = Date.now();
    isAllowed(`https://x.example/${"a".repeat(1900)}`, site, pattern);
    expect(Date.now() - started).toBeLessThan(2000);
  });
});
