import { createHash, randomUUID } from "node:crypto";
import { calculateJwkThumbprint, exportJWK, type GenerateKeyPairResult, generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundle } from "../../bench/bundle.ts";
import { type Side, startSide } from "../../bench/side.ts";
import { ddl } from "../../tools/db/ddl.ts";
import { app } from "./identity-app.ts";

// RFC 9449 over real sockets, with proofs that jose makes.

let side: Side;
let keys: GenerateKeyPairResult;
let others: GenerateKeyPairResult;

beforeAll(async () => {
  side = await startSide({
    name: "dpop",
    script: await bundle(new URL("./identity-worker.ts", import.meta.url)),
    bindings: { PERIGEE_SECRET: "a secret for nothing but this test alone" },
    kvNamespaces: ["CACHE"],
    durableObjects: { HUB: "Hub" },
  });
  await side.database.batch((await ddl(app)).map((sql) => side.database.prepare(sql)));
  keys = await generateKeyPair("ES256", { extractable: true });
  others = await generateKeyPair("ES256", { extractable: true });
});

afterAll(async () => {
  await side?.stop();
});

const base = (): string => `http://${side.host}:${side.port}`;

interface ProofOptions {
  readonly keys?: GenerateKeyPairResult;
  readonly token?: string;
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
}

async function proof(line: string, { keys: pair = keys, token, claims, header }: ProofOptions = {}): Promise<string> {
  const [htm = "", path = ""] = line.split(" ");
  const ath = token === undefined ? {} : { ath: createHash("sha256").update(token).digest("base64url") };
  const all = {
    htm,
    htu: `${base()}${path.split("?")[0]}`,
    jti: randomUUID(),
    iat: Math.floor(Date.now() / 1000),
    ...ath,
  };
  const jwk = await exportJWK(pair.publicKey);
  return new SignJWT({ ...all, ...claims })
    .setProtectedHeader({ alg: "ES256", typ: "dpop+jwt", jwk, ...header })
    .sign(pair.privateKey);
}

async function ask(line: string, headers: Readonly<Record<string, string>>, body?: unknown) {
  const [method = "", path = ""] = line.split(" ");
  const response = await fetch(`${base()}${path}`, {
    method,
    headers: { "content-type": "application/json", ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === "" ? null : JSON.parse(text) };
}

let number = 0;

async function signUp() {
  number += 1;
  const line = "POST /auth/v1/signup";
  const credentials = { email: `dpop${number}@example.com`, password: "correct horse battery" };
  const { status, body } = await ask(line, { dpop: await proof(line) }, credentials);
  expect(status, JSON.stringify(body)).toBe(200);
  return { body, token: String(body.access_token), refresh: String(body.refresh_token) };
}

const read = "GET /rest/v1/notes?select=id";
const refreshing = "POST /auth/v1/token?grant_type=refresh_token";

describe("a session that begins with a proof", () => {
  it("is bound to its key: tokens say so, and are taken with a proof alone", async () => {
    const { body, token } = await signUp();
    expect(body.token_type).toBe("DPoP");
    const claims = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
    expect(claims.cnf).toEqual({ jkt: await calculateJwkThumbprint(await exportJWK(keys.publicKey)) });
    const authorization = `DPoP ${token}`;
    const used = await proof(read, { token });
    expect(await ask(read, { authorization, dpop: used })).toMatchObject({ status: 200, body: [] });
    const replayed = await ask(read, { authorization, dpop: used });
    expect([replayed.status, replayed.body.code]).toEqual([401, "PGRST303"]);
    expect(replayed.headers.get("www-authenticate")).toMatch(/^DPoP error="invalid_token"/);
    for (const headers of [{ authorization: `Bearer ${token}` }, { authorization }, { apikey: token }]) {
      expect((await ask(read, headers)).status).toBe(401);
    }
    const mine = "GET /auth/v1/user";
    expect((await ask(mine, { authorization, dpop: await proof(mine, { token }) })).status).toBe(200);
    expect((await ask(mine, { authorization: `Bearer ${token}` })).status).toBe(403);
    expect((await ask(mine, { authorization })).status).toBe(403);
  });

  it("refreshes with a proof of that key alone, and a refusal uses nothing up", async () => {
    const { refresh } = await signUp();
    const body = { refresh_token: refresh };
    const refusals = [
      await ask(refreshing, {}, body),
      await ask(refreshing, { dpop: await proof(refreshing, { keys: others }) }, body),
      await ask(refreshing, { dpop: "x.y.z" }, body),
    ];
    expect(refusals.map(({ status, body: { error_code } }) => [status, error_code])).toEqual(
      refusals.map(() => [400, "invalid_dpop_proof"]),
    );
    const stored = side.database.prepare("select count(*) as n from auth_refresh_tokens where used_at is not null");
    const before = await stored.first("n");
    const refreshed = await ask(refreshing, { dpop: await proof(refreshing) }, body);
    expect([refreshed.status, refreshed.body.token_type]).toEqual([200, "DPoP"]);
    expect(Number(await stored.first("n")) - Number(before)).toBe(1);
    const token = String(refreshed.body.access_token);
    expect((await ask(read, { authorization: `DPoP ${token}`, dpop: await proof(read, { token }) })).status).toBe(200);
  });

  it("ends as every session does", async () => {
    const { token } = await signUp();
    const line = "POST /auth/v1/logout";
    const authorization = `DPoP ${token}`;
    expect((await ask(line, { authorization, dpop: await proof(line, { token }) })).status).toBe(204);
    expect((await ask(read, { authorization, dpop: await proof(read, { token }) })).status).toBe(401);
  });
});

it("a token that is bound to nothing is none for DPoP", async () => {
  const credentials = { email: "bearer@example.com", password: "correct horse battery" };
  const { body } = await ask("POST /auth/v1/signup", {}, credentials);
  const token = String(body.access_token);
  expect(body.token_type).toBe("bearer");
  expect((await ask(read, { authorization: `DPoP ${token}`, dpop: await proof(read, { token }) })).status).toBe(401);
  expect((await ask(read, { authorization: `Bearer ${token}` })).status).toBe(200);
});

describe("a proof that does not hold is refused, RFC 9449 section 4.3", () => {
  const now = (): number => Math.floor(Date.now() / 1000);
  const wrong: readonly (readonly [string, (token: string) => Promise<ProofOptions> | ProofOptions])[] = [
    ["another method", () => ({ claims: { htm: "POST" } })],
    ["no method", () => ({ claims: { htm: undefined } })],
    ["another path", () => ({ claims: { htu: `${base()}/rest/v1/other` } })],
    ["another host", () => ({ claims: { htu: "https://attacker.example/rest/v1/notes" } })],
    ["no address", () => ({ claims: { htu: "notes" } })],
    ["an old one", () => ({ claims: { iat: now() - 120 } })],
    ["one of the future", () => ({ claims: { iat: now() + 120 } })],
    ["no time", () => ({ claims: { iat: undefined } })],
    ["a time as a text", () => ({ claims: { iat: String(now()) } })],
    ["no id", () => ({ claims: { jti: undefined } })],
    ["an empty id", () => ({ claims: { jti: "" } })],
    ["a long id", () => ({ claims: { jti: "x".repeat(300) } })],
    ["no token's hash", () => ({ claims: { ath: undefined } })],
    ["another token's hash", () => ({ claims: { ath: "x" } })],
    ["another key", () => ({ keys: others })],
    ["another key's signature", async () => ({ keys: { ...others, publicKey: keys.publicKey } })],
    ["another type", () => ({ header: { typ: "JWT" } })],
    ["a kid", () => ({ header: { kid: "x" } })],
    ["a jku", () => ({ header: { jku: "https://attacker.example" } })],
    ["a private key", async () => ({ header: { jwk: await exportJWK(keys.privateKey) } })],
    ["no key", () => ({ header: { jwk: undefined } })],
  ];
  it.each(wrong)("%s", async (_name, optionsOf) => {
    const { token } = await signUp();
    const authorization = `DPoP ${token}`;
    const dpop = await proof(read, { token, ...(await optionsOf(token)) });
    const refused = await ask(read, { authorization, dpop });
    expect([refused.status, refused.body.code]).toEqual([401, "PGRST303"]);
    expect((await ask(read, { authorization, dpop: await proof(read, { token }) })).status).toBe(200);
  });
});
