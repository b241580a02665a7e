import { describe, expect, it } from "vitest";
import { type AuthOptions, resolveAuthSettings } from "../settings.ts";

const url = "https://api.example.com";

describe("the OAuth server's options", () => {
  it("are none by default, and the least where there are some", () => {
    expect(resolveAuthSettings({ url }).oauthServer).toBeNull();
    expect(resolveAuthSettings({ url, oauthServer: {} }).oauthServer).toEqual({
      access: { kind: "userinfo" },
      scopes: new Set(["openid", "email", "profile", "phone"]),
      dynamicRegistration: false,
      redirectSchemes: new Set(),
      authorizationPath: null,
      silentPage: false,
    });
  });

  it.each<readonly [string, AuthOptions]>([
    ["no URL to be found by", { oauthServer: {} }],
    ["an issuer that is none", { issuer: "perigee", oauthServer: {} }],
    ["an issuer without TLS", { issuer: "http://api.example.com", oauthServer: {} }],
    ["an issuer with a query", { issuer: "https://api.example.com?a", oauthServer: {} }],
    ["no scopes", { url, oauthServer: { scopes: [] } }],
    ["a scope that there is not", { url, oauthServer: { scopes: ["admin" as "openid"] } }],
    ["a role that there is not", { url, oauthServer: { access: { role: "agent" } } }],
    ["the service's role", { url, oauthServer: { access: { role: "service_role" } } }],
    ["a path on another host", { url, oauthServer: { authorizationPath: "//evil.example" } }],
    ["a path that is none", { url, oauthServer: { authorizationPath: "connect" } }],
    ["a path with a query", { url, oauthServer: { authorizationPath: "/connect?x" } }],
    ["a silent page that there is not", { url, oauthServer: { silentPage: true } }],
    ["a scheme that is none", { url, oauthServer: { redirectSchemes: ["my app"] } }],
    ["a captcha that the page has no key for", { url, captcha: { provider: "turnstile" }, oauthServer: {} }],
  ])("stop the start with %s", (_name, options) => {
    expect(() => resolveAuthSettings(options)).toThrow(TypeError);
  });

  it("take a role of the definition, and an issuer on this machine", () => {
    const options = { url: "http://127.0.0.1:8787", roles: ["agent"], oauthServer: { access: { role: "agent" } } };
    expect(resolveAuthSettings(options).oauthServer?.access).toEqual({ kind: "role", role: "agent" });
  });
});
