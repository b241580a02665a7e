import { SignJWT } from "jose";
import { beforeAll, expect, it } from "vitest";
import { failureOf } from "../../conformance/words.ts";
import { legacySecret, openStage, type Stage } from "../../scenarios/stage.ts";
import { fixtures } from "./app.ts";
import { people, seed } from "./seed.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ app: fixtures, seed, people });
});

async function asks(authorization: string, ask = "GET /authors_only"): Promise<Response> {
  const [method = "", path = ""] = ask.split(" ");
  const headers = { authorization, "content-type": "application/json" };
  const body = method === "POST" ? "{}" : null;
  const request = new Request(`http://perigee.test/rest/v1${path}`, { method, headers, body });
  const { response, text } = await stage.fetch(request);
  return new Response(response.status === 204 ? null : text, response);
}

/** Of another issuer that shares a secret, as PostgREST's are. */
function signed(claims: Readonly<Record<string, unknown>>): Promise<string> {
  const key = new TextEncoder().encode(legacySecret);
  return new SignJWT({ ...claims }).setProtectedHeader({ alg: "HS256", typ: "JWT" }).sign(key);
}

const nowSeconds = Math.floor(Date.now() / 1_000);
const role = "author";

const accepted: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ["with a role alone", { role }],
  ["with more than is asked for", { role, id: "jdoe", key1: "value1", a: 1, b: 2 }],
  ["that has not expired", { role, exp: 9_999_999_999 }],
  ["issued now", { role, iat: nowSeconds }],
];

it.each(accepted)("lets in a token %s", async (_, claims) => {
  const token = await signed(claims);
  expect((await asks(`Bearer ${token}`)).status).toBe(200);
  expect((await asks(`bearer ${token}`)).status).toBe(200);
});

const audiences = "The JWT 'aud' claim must be a string or an array of strings";

const refused: readonly (readonly [code: string, message: string, token: () => Promise<string> | string])[] = [
  ["PGRST301", "Empty JWT is sent in Authorization header", () => ""],
  ["PGRST301", "Expected 3 parts in JWT; got 2", () => "ey9zdGdyZXN0X3Rlc3.y4vZuu1dDdwAl0"],
  ["PGRST303", "JWT expired", () => signed({ role, exp: 1_446_678_149, id: "jdoe" })],
  ["PGRST303", "The JWT 'exp' claim must be a number", () => signed({ role, exp: "invalid" })],
  ["PGRST303", "The JWT 'nbf' claim must be a number", () => signed({ role, nbf: "invalid" })],
  ["PGRST303", "The JWT 'iat' claim must be a number", () => signed({ role, iat: "invalid" })],
  ["PGRST303", audiences, () => signed({ role, aud: { invalid: "value" } })],
  ["PGRST303", audiences, () => signed({ role, aud: [{ invalid: "value" }, "test"] })],
];

it.each(refused)("refuses by %s: %s", async (code, message, token) => {
  const response = await asks(`Bearer ${await token()}`);
  expect(response.status).toBe(401);
  expect(await response.json()).toEqual(failureOf(code, message));
  const challenge = `Bearer error="invalid_token", error_description="${message}"`;
  expect(response.headers.get("www-authenticate")).toBe(challenge);
});

it.each([
  ["no claims", {}],
  ["no role", { id: "jdoe" }],
] as const)("refuses a token with %s", async (_, claims) => {
  expect((await asks(`Bearer ${await signed(claims)}`)).status).toBe(401);
});

it("lets roles call what they may call", async () => {
  const token = await signed({ role });
  const response = await asks(`Bearer ${token}`, "POST /rpc/privileged_hello");
  expect([response.status, await response.json()]).toEqual([200, "Privileged hello"]);
});
