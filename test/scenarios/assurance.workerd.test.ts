import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { beforeAll, describe, expect, it } from "vitest";
import { appCode } from "../../src/auth/factors/test-app.ts";
import { defineApp } from "../../src/define.ts";
import { isJsonObject, type JsonObject } from "../../src/kernel/json.ts";
import { assurance, factorWithin, signedInBy } from "../../src/rules/assurance.ts";
import { and, eq } from "../../src/rules/condition.ts";
import { allow, rulesFor } from "../../src/rules/grant.ts";
import { collection } from "../../src/schema/collection.ts";
import { openStage, type Stage } from "./stage.ts";

// Rules that ask how somebody signed in, and the way from a password to a second factor.

const vault = sqliteTable("vault", { id: integer().primaryKey(), content: text() });
const open = sqliteTable("open", { id: integer().primaryKey(), content: text() });
const app = defineApp({
  name: "Vault",
  collections: [collection(vault), collection(open)],
  rules: [
    rulesFor(open, { insert: [allow("authenticated").check(eq(open.content, "y"))] }),
    rulesFor(vault, {
      select: [allow("authenticated").when(assurance("aal2"))],
      insert: [allow("authenticated").check(and(factorWithin(600), signedInBy("totp")))],
    }),
  ],
});

let stage: Stage;

beforeAll(async () => {
  stage = await openStage({ app, seed: { vault: [{ id: 1, content: "gold" }] }, people: {} });
});

async function call(line: string, token: string | null, body?: unknown) {
  const [method = "", path = ""] = line.split(" ");
  const answer = await stage.fetch(
    new Request(`http://perigee.test${path}`, {
      method,
      headers: {
        "content-type": "application/json",
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
  const json: unknown = answer.text === "" ? null : JSON.parse(answer.text);
  return { status: answer.response.status, json, challenge: answer.response.headers.get("www-authenticate") };
}

function member(json: unknown, ...path: readonly string[]): string {
  let found: unknown = json;
  for (const name of path) found = isJsonObject(found) ? found[name] : undefined;
  return String(found);
}

async function signedUp(email: string): Promise<string> {
  const { json } = await call("POST /auth/v1/signup", null, { email, password: "correct horse battery" });
  return member(json, "access_token");
}

async function raised(token: string): Promise<JsonObject> {
  const { json: factor } = await call("POST /auth/v1/factors", token, { factor_type: "totp" });
  const id = member(factor, "id");
  const { json: begun } = await call(`POST /auth/v1/factors/${id}/challenge`, token, {});
  const body = { challenge_id: member(begun, "id"), code: await appCode(member(factor, "totp", "secret"), Date.now()) };
  const { json } = await call(`POST /auth/v1/factors/${id}/verify`, token, body);
  return isJsonObject(json) ? json : {};
}

describe("a rule that asks for a second factor", () => {
  it("shows nothing to a password, and the rows once the session is raised", async () => {
    const low = await signedUp("ada@example.com");
    expect(await call("GET /rest/v1/vault", low)).toMatchObject({ status: 200, json: [] });
    const high = member(await raised(low), "access_token");
    expect(await call("GET /rest/v1/vault", high)).toMatchObject({ status: 200, json: [{ id: 1, content: "gold" }] });
  });

  it("refuses a write without it with 42501, and takes one with it", async () => {
    const low = await signedUp("bob@example.com");
    expect(await call("POST /rest/v1/vault", low, { content: "x" })).toMatchObject({
      status: 403,
      json: { code: "42501", hint: expect.stringContaining("second factor") },
      challenge: 'Bearer error="insufficient_user_authentication"',
    });
    expect(await call("POST /rest/v1/open", low, { id: 2, content: "x" })).toMatchObject({
      status: 403,
      json: { code: "42501", hint: null },
      challenge: null,
    });
    const high = member(await raised(low), "access_token");
    expect(await call("POST /rest/v1/vault", high, { content: "silver" })).toMatchObject({ status: 201 });
  });
});
