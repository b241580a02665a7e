import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { freshAuth, signedUp } from "../auth/test-auth.ts";
import { type Behaviour, type TestAuthenticator, testAuthenticator } from "../auth/webauthn/test-authenticator.ts";
import { isJsonObject, type Json, type JsonObject } from "../kernel/json.ts";
import { gotrue } from "./routes.ts";

// A WebAuthn factor over HTTP, as auth-js's `mfa.webauthn` speaks it in a browser (test/e2e).

const webauthn = { rpId: "example.com", origins: ["https://app.example.com"] };

async function fresh() {
  const { auth } = await freshAuth({ settings: { webauthn } });
  const { accessToken } = await signedUp(auth);
  const app = new Hono().route("/auth/v1", gotrue(auth));
  const post = async (path: string, body: JsonObject, token = accessToken): Promise<JsonObject> => {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const response = await app.request(`/auth/v1${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    return { ...(await response.json<JsonObject>()), status: response.status };
  };
  const factor = await post("/factors", { factor_type: "webauthn", friendly_name: "key" });
  return { post, factorId: String(factor.id), factor };
}

type Fresh = Awaited<ReturnType<typeof fresh>>;

function at(json: Json | undefined, ...path: readonly string[]): JsonObject {
  let found: Json | undefined = json;
  for (const name of path) found = isJsonObject(found) ? found[name] : undefined;
  return isJsonObject(found) ? found : {};
}

async function verify({ post, factorId }: Fresh, device: TestAuthenticator, behaviour: Behaviour = {}, token?: string) {
  const challenge = await post(`/factors/${factorId}/challenge`, { webauthn: { rpId: "ignored.example" } }, token);
  const type = at(challenge, "webauthn").type;
  const options = at(challenge, "webauthn", "credential_options", "publicKey");
  const made = type === "create" ? device.create(options, behaviour) : device.get(options, behaviour);
  const answer = { type: String(type), credential_response: await made };
  return post(`/factors/${factorId}/verify`, { challenge_id: String(challenge.id), webauthn: answer }, token);
}

describe("a WebAuthn factor", () => {
  it("is created by its first verification, which raises the session; later ones are signed by it", async () => {
    const test = await fresh();
    expect(test.factor).toEqual({ id: test.factorId, type: "webauthn", friendly_name: "key", status: 200 });
    const device = await testAuthenticator();
    const first = await verify(test, device);
    expect(first).toMatchObject({ status: 200, user: { factors: [{ factor_type: "webauthn", status: "verified" }] } });
    const second = await verify(test, device, {}, String(first.access_token));
    expect(second.status).toBe(200);
    const claims = JSON.parse(
      atob(String(second.access_token).split(".")[1]?.replaceAll("-", "+").replaceAll("_", "/") ?? ""),
    );
    expect(claims).toMatchObject({ aal: "aal2", amr: [{ method: "mfa/webauthn" }, { method: "password" }] });
  });

  it("needs no verification of the user, whose password is the other factor", async () => {
    expect((await verify(await fresh(), await testAuthenticator(), { isVerified: false })).status).toBe(200);
  });

  it("is not proved by another key, another page, or a counter that went back", async () => {
    const test = await fresh();
    const device = await testAuthenticator();
    const token = String((await verify(test, device, { counter: 7 })).access_token);
    const wrong = { status: 422, error_code: "mfa_verification_failed", msg: "Invalid WebAuthn response" };
    expect(await verify(test, await testAuthenticator(), {}, token)).toMatchObject(wrong);
    expect(await verify(test, device, { origin: "https://evil.example.net" }, token)).toMatchObject(wrong);
    expect(await verify(test, device, { counter: 7 }, token)).toMatchObject(wrong);
    expect(await verify(test, device, { counter: 8 }, token)).toMatchObject({ status: 200 });
  });

  it("takes one of two answers with one counter at the same time", async () => {
    const test = await fresh();
    const device = await testAuthenticator();
    const token = String((await verify(test, device)).access_token);
    const outcomes = await Promise.all([1, 2, 3].map(() => verify(test, device, { counter: 9 }, token)));
    expect(outcomes.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it("refuses what is no answer", async () => {
    const { post, factorId } = await fresh();
    const send = (webauthnAnswer: JsonObject | null) =>
      post(`/factors/${factorId}/verify`, { challenge_id: crypto.randomUUID(), webauthn: webauthnAnswer });
    expect(await send({ type: "steal" })).toMatchObject({ status: 400, error_code: "validation_failed" });
    expect(await send({ type: "create" })).toMatchObject({ status: 400, msg: "credential_response required" });
    expect(await send({ type: "create", credential_response: {} })).toMatchObject({
      error_code: "mfa_factor_not_found",
    });
  });
});
