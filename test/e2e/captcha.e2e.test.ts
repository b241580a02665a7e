import { createServer, type Server } from "node:http";
import { GoTrueClient } from "@supabase/auth-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundle } from "../../bench/bundle.ts";
import { type Side, startSide } from "../../bench/side.ts";
import { apiKey } from "../../src/auth/api-keys.ts";
import { ddl } from "../../tools/db/ddl.ts";
import { app } from "./identity-app.ts";

// The unmodified auth-js before a verifier of captchas that speaks Turnstile's protocol over a real socket.

const secret = "a secret for nothing but this test alone";
const asked: URLSearchParams[] = [];

let verifier: Server;
let side: Side;

beforeAll(async () => {
  verifier = createServer(async (request, response) => {
    let text = "";
    for await (const piece of request) text += String(piece);
    const form = new URLSearchParams(text);
    asked.push(form);
    const token = form.get("response");
    if (token === "broken") response.writeHead(500).end("oops");
    else if (token === "solved" && form.get("secret") === "the captcha's secret") {
      response.writeHead(200, { "content-type": "application/json" }).end('{"success":true}');
    } else response.end('{"success":false,"error-codes":["timeout-or-duplicate"]}');
  });
  await new Promise<void>((resolve) => verifier.listen(0, "127.0.0.1", resolve));
  const address = verifier.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  side = await startSide({
    name: "captcha",
    script: await bundle(new URL("./captcha-worker.ts", import.meta.url)),
    bindings: {
      PERIGEE_SECRET: secret,
      PERIGEE_CAPTCHA_SECRET: "the captcha's secret",
      CAPTCHA_URL: `http://127.0.0.1:${port}/siteverify`,
    },
    kvNamespaces: ["CACHE"],
    durableObjects: { HUB: "Hub" },
  });
  await side.database.batch((await ddl(app)).map((sql) => side.database.prepare(sql)));
});

afterAll(async () => {
  await side?.stop();
  verifier?.close();
});

function client(headers: Record<string, string> = {}): GoTrueClient {
  const url = `http://${side.host}:${side.port}/auth/v1`;
  return new GoTrueClient({ url, headers, autoRefreshToken: false, persistSession: false });
}

const ada = { email: "ada@example.com", password: "correct horse battery" };

describe("a captcha", () => {
  it("is asked for by signing up and signing in, and not by a refresh", async () => {
    const auth = client();
    for (const captchaToken of [undefined, "", "guessed"]) {
      const options = captchaToken === undefined ? {} : { captchaToken };
      const { error } = await auth.signUp({ ...ada, options });
      expect(error).toMatchObject({ status: 400, code: "captcha_failed" });
    }
    expect((await auth.signUp({ ...ada, options: { captchaToken: "guessed" } })).error?.message).toBe(
      "captcha protection: request disallowed (timeout-or-duplicate)",
    );
    const solved = { captchaToken: "solved" };
    expect((await auth.signUp({ ...ada, options: solved })).error).toBeNull();
    expect(asked.at(-1)?.get("response")).toBe("solved");
    expect((await auth.signInWithPassword(ada)).error).toMatchObject({ code: "captcha_failed" });
    const signedIn = await auth.signInWithPassword({ ...ada, options: solved });
    expect(signedIn.error).toBeNull();
    const before = asked.length;
    expect((await auth.refreshSession(signedIn.data.session ?? undefined)).error).toBeNull();
    expect(asked).toHaveLength(before);
  });

  it("that nobody can verify lets nobody in", async () => {
    const { error } = await client().signInWithPassword({ ...ada, options: { captchaToken: "broken" } });
    expect(error).toMatchObject({ status: 503 });
  });

  it("is not for the service", async () => {
    const authorization = `Bearer ${await apiKey("service_role", secret)}`;
    const { error } = await client({ authorization }).signUp({ ...ada, email: "eve@example.com" });
    expect(error).toBeNull();
  });
});

describe("a password that has leaked", () => {
  it("is refused as weak, with the reason", async () => {
    const options = { captchaToken: "solved" };
    const { error } = await client().signUp({ email: "bob@example.com", password: "Password1", options });
    expect(error).toMatchObject({
      name: "AuthWeakPasswordError",
      status: 422,
      code: "weak_password",
      reasons: ["pwned"],
    });
  });
});
