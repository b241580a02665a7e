import * as fc from "fast-check";
import { Hono } from "hono";
import { expect, it } from "vitest";
import { freshAuth, signedUp } from "../auth/test-auth.ts";
import { gotrue } from "./routes.ts";

const someId = "00000000-0000-4000-8000-000000000000";
const endpoints = [
  ["POST", "/signup"],
  ["POST", "/token?grant_type=password"],
  ["POST", "/token?grant_type=refresh_token"],
  ["PUT", "/user"],
  ["POST", "/logout"],
  ["POST", "/factors"],
  ["POST", `/factors/${someId}/challenge`],
  ["POST", `/factors/${someId}/verify`],
  ["DELETE", "/factors/x"],
  ["POST", "/passkeys/registration/options"],
  ["POST", "/passkeys/registration/verify"],
  ["POST", "/passkeys/authentication/options"],
  ["POST", "/passkeys/authentication/verify"],
  ["PATCH", `/passkeys/${someId}`],
  ["POST", "/passkeys/signup/options"],
  ["POST", "/passkeys/signup/verify"],
  ["GET", "/factors/recovery-codes"],
  ["POST", "/factors/recovery-codes"],
  ["POST", "/factors/recovery-codes/verify"],
  ["POST", "/factors/recovery-codes/regenerate"],
  ["DELETE", "/factors/recovery-codes"],
  ["POST", "/otp"],
  ["POST", "/recover"],
  ["POST", "/resend"],
  ["POST", "/verify"],
  ["GET", "/reauthenticate"],
] as const;

const webauthn = { rpId: "example.com", origins: ["https://example.com"] };
const member = fc.constantFrom(
  "email",
  "password",
  "phone",
  "data",
  "refresh_token",
  "__proto__",
  "constructor",
  "x",
  "factor_type",
  "friendly_name",
  "issuer",
  "challenge_id",
  "code",
  "webauthn",
  "credential",
  "name",
  "token",
  "token_hash",
  "type",
  "code_challenge",
);
/** What gets further than noise does. */
const plausible = fc.constantFrom(
  someId,
  "totp",
  "signup",
  "sms",
  "ABCDE-FGHJK",
  { id: "eA", rawId: "eA", type: "public-key", response: { clientDataJSON: "e30", attestationObject: "oA" } },
  { id: "eA", rawId: "eA", type: "public-key", response: { clientDataJSON: "e30", signature: "", userHandle: null } },
);
const body = fc.oneof(
  fc.json(),
  fc.string(),
  // Too short a password to be hashed, or the test would take minutes.
  fc
    .dictionary(member, fc.oneof(fc.string({ maxLength: 7 }), fc.jsonValue(), fc.constant(null), plausible))
    .map((made) => JSON.stringify(made)),
);

it("no body and no header makes a fault, and every error has GoTrue's shape", async () => {
  const { auth } = await freshAuth({ settings: { webauthn }, inbox: true });
  const { accessToken } = await signedUp(auth);
  const app = new Hono().route("/auth/v1", gotrue(auth, { onFault: (error) => expect.fail(String(error)) }));
  const version = fc.constantFrom("", "2024-01-01", "x", "2023-12-31");
  const request = fc.record({ endpoint: fc.constantFrom(...endpoints), body, version, signedIn: fc.boolean() });
  const holds = fc.asyncProperty(
    request,
    async ({ endpoint: [method, path], body: sent, version: asked, signedIn }) => {
      const authorization = signedIn && path !== "/logout" ? `Bearer ${accessToken}` : "Bearer x.y.z";
      const headers = { "x-supabase-api-version": asked, authorization };
      const response = await app.request(`/auth/v1${path}`, {
        method,
        headers,
        ...(method === "GET" ? {} : { body: sent }),
      });
      expect(response.status).toBeLessThan(500);
      if (response.ok) return;
      const error = await response.json<Record<string, unknown>>();
      if (asked === "2024-01-01")
        expect(error).toMatchObject({ code: expect.any(String), message: expect.any(String) });
      else
        expect(error).toMatchObject({ code: response.status, error_code: expect.any(String), msg: expect.any(String) });
    },
  );
  await fc.assert(holds, { numRuns: 2000 });
}, 180_000);
