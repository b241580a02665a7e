import { expect, it } from "vitest";
import { checkPassword, normaliseEmail } from "./credentials.ts";
import { instant } from "./instants.ts";
import { resolveAuthSecrets } from "./secrets.ts";
import { type AuthOptions, resolveAuthSettings } from "./settings.ts";

it("completes the options", () => {
  expect(resolveAuthSettings()).toMatchObject({
    issuer: "perigee/auth/v1",
    accessTokenTtlSeconds: 3600,
    refreshReuseGraceSeconds: 10,
    passwordMinLength: 8,
    autoConfirm: true,
    allowSignup: true,
  });
  expect(resolveAuthSettings({ url: "https://api.example.com/x" }).issuer).toBe("https://api.example.com/auth/v1");
});

const wrong: readonly AuthOptions[] = [
  { accessTokenTtlSeconds: 0 },
  { accessTokenTtlSeconds: 1.5 },
  { accessTokenTtlSeconds: Number.NaN },
  { refreshReuseGraceSeconds: -1 },
  { sessionTimeboxSeconds: 0 },
  { passwordMinLength: 5 },
  { leewaySeconds: 3600 },
  { url: "example" },
  { issuer: "" },
  { roles: ["no role"] },
];

it.each(wrong)("throws TypeError for %o", (options) => {
  expect(() => resolveAuthSettings(options)).toThrow(TypeError);
});

it("refuses short secrets and takes an empty legacy secret for none", () => {
  const masterSecret = "x".repeat(32);
  expect(() => resolveAuthSecrets({ masterSecret: "short" })).toThrow(TypeError);
  expect(() => resolveAuthSecrets({ masterSecret, legacyJwtSecret: "short" })).toThrow(TypeError);
  expect(resolveAuthSecrets({ masterSecret, legacyJwtSecret: "" }).legacyJwtSecret).toBeNull();
});

it("writes times so that they sort as texts", () => {
  const timesMs = [0, 1, 10, 120, 123, 500, 999, 1000, 1010, 60_000, 1_767_225_600_000, 1_767_225_600_250];
  const texts = timesMs.map(instant);
  expect(texts.toSorted()).toEqual(texts);
  expect(instant(1_767_225_600_250)).toBe("2026-01-01T00:00:00.25+00:00");
  expect(instant(1_767_225_600_000)).toBe("2026-01-01T00:00:00+00:00");
});

it("takes addresses in one spelling, and refuses what is none", () => {
  expect(normaliseEmail("  Ada@Example.COM ")).toEqual({ ok: true, value: "ada@example.com" });
  expect(normaliseEmail("ada@localhost")).toMatchObject({ ok: true });
  const none = [
    "",
    "ada",
    "@x",
    "a@",
    "a b@x.y",
    "a@b@c",
    "a@.x",
    "a@x.",
    "a\0@x.y",
    "a@x\0.y",
    `${"a".repeat(65)}@x.y`,
    `a@${"x".repeat(254)}`,
  ];
  for (const text of none) expect(normaliseEmail(text), text).toMatchObject({ ok: false });
});

it("counts a password's characters, not its bytes or units", () => {
  const settings = resolveAuthSettings();
  expect(checkPassword("☂".repeat(8), settings)).toMatchObject({ ok: true });
  expect(checkPassword("🌂".repeat(7), settings)).toMatchObject({ ok: false, error: { kind: "passwordWeak" } });
  expect(checkPassword("x".repeat(1001), settings)).toMatchObject({ ok: false, error: { kind: "passwordTooLong" } });
});
