import { describe, expect, it } from "vitest";
import { createAuth } from "../../src/auth/auth.ts";
import { resolveAuthSecrets } from "../../src/auth/secrets.ts";
import { type AuthOptions, resolveAuthSettings } from "../../src/auth/settings.ts";
import type { DataKeyAdmin } from "../../src/encryption/admin.ts";
import { gotrue } from "../../src/gotrue/routes.ts";
import { authPaths } from "../../src/openapi/auth-paths.ts";

// What `/auth/v1` serves and what its contract says are one list, for every definition.

const url = "https://api.example.com";
const everything: AuthOptions = {
  url,
  webauthn: { rpId: "api.example.com", origins: [url] },
  oauthServer: { access: "user", dynamicRegistration: true },
};

/** `GET /user`, by the paths of the service's router. */
function served(options: AuthOptions, dataKeys: DataKeyAdmin | null = null): readonly string[] {
  const auth = createAuth({
    store: { batch: () => Promise.reject(new Error("nothing is asked here")) },
    settings: resolveAuthSettings(options),
    secrets: resolveAuthSecrets({ masterSecret: "a secret for nothing but this test" }),
  });
  const routes = gotrue(auth, { dataKeys }).routes.filter(
    ({ method, path }) => method !== "ALL" && !path.includes("*"),
  );
  return [...new Set(routes.map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, "{$1}")}`))].sort();
}

/** The same by the contracts of all roles together. */
function promised(options: AuthOptions, encrypts = false): readonly string[] {
  const settings = resolveAuthSettings(options);
  const lines = ["anon", "authenticated", "service_role"].flatMap((role) =>
    [...authPaths(settings, { role, encrypts })].flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path.replace("/auth/v1", "")}`),
    ),
  );
  return [...new Set(lines)].sort();
}

/** Pages for people, which no client calls. */
const pages: ReadonlySet<string> = new Set(["GET /oauth/consent", "POST /oauth/consent", "POST /callback/confirm"]);

describe("the contract of auth", () => {
  it("says what is served, no more and no less", () => {
    expect(promised(everything)).toEqual(served(everything).filter((line) => !pages.has(line)));
  });

  it("has the keys of encrypted columns where there are any", () => {
    const nobody = (): never => expect.fail("nothing is asked here");
    const keys = { list: nobody, rotate: nobody, maintain: nobody, reencrypt: nobody, retire: nobody };
    const own = (lines: readonly string[]): readonly string[] => lines.filter((line) => line.includes("data-keys"));
    expect(own(promised(everything))).toEqual([]);
    expect(own(promised(everything, true))).toEqual(own(served(everything, keys)));
    expect(own(promised(everything, true))).toHaveLength(4);
  });

  it.each<readonly [string, AuthOptions]>([
    ["the default", {}],
    ["no sign-up", { allowSignup: false, webauthn: { rpId: "api.example.com", origins: [url] } }],
    ["clients that the service registers", { url, oauthServer: { authorizationPath: "/connect" } }],
  ])("promises nothing that is not served with %s", (_name, options) => {
    const lines = new Set(served(options));
    expect(promised(options).filter((line) => !lines.has(line))).toEqual([]);
  });

  it("does not name what the definition has not", () => {
    expect(promised({}).filter((line) => /oauth|passkeys|well-known\/openid/.test(line))).toEqual([
      "DELETE /admin/users/{user_id}/passkeys/{passkey_id}",
      "GET /admin/users/{user_id}/passkeys",
    ]);
    expect(promised({ allowSignup: false })).not.toContain("POST /signup");
  });
});
