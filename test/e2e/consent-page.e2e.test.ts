import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createClient } from "@supabase/supabase-js";
import * as oauth from "openid-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundle } from "../../bench/bundle.ts";
import { type Side, startSide } from "../../bench/side.ts";
import { apiKey } from "../../src/auth/api-keys.ts";
import { ddl } from "../../tools/db/ddl.ts";
import { type Browser, findChromium, startChromium } from "./chromium.ts";
import { consentPageApp, origin, port } from "./consent-page-app.ts";
import { showsText } from "./page-text.ts";

// The page of consent under its own policy in a real browser, with the browser's virtual authenticator. Of the captcha's
// provider there is a script of ours, served in the place of its own, and a verifier that speaks its protocol.

const chromium = findChromium();
// `.ci/run` installs a browser and takes no excuse.
const isRequired = process.env.PERIGEE_BROWSER === "required";
if (chromium === null && !isRequired) {
  console.warn("passkeys on the page of consent: skipped, because neither CHROMIUM_PATH nor PATH has a Chromium");
}

const secret = "a secret for nothing but this test alone";
const credentials = { email: "ada@example.com", password: "correct horse battery" };
const solved = { captchaToken: "solved" };

/** As Turnstile's: a hidden field in its element, in the form. */
const widget = `for (const at of document.querySelectorAll(".cf-turnstile")) {
  const field = Object.assign(document.createElement("input"), { type: "hidden", name: "cf-turnstile-response" });
  field.value = window.captchaToken ?? "solved";
  at.append(field);
}`;

describe.skipIf(chromium === null && !isRequired)("the page of consent", () => {
  let side: Side;
  let browser: Browser;
  let verifier: Server;
  let target: Server;
  let accessToken = "";
  const verified: string[] = [];
  const callbacks: string[] = [];

  beforeAll(async () => {
    if (chromium === null) throw new Error("no Chromium, though PERIGEE_BROWSER=required");
    verifier = createServer(async (request, response) => {
      let text = "";
      for await (const piece of request) text += String(piece);
      const token = new URLSearchParams(text).get("response") ?? "";
      verified.push(token);
      response.end(JSON.stringify({ success: token === "solved" }));
    });
    target = createServer((request, response) => {
      if (request.url?.startsWith("/callback") === true) callbacks.push(request.url);
      response.end("arrived");
    });
    for (const server of [verifier, target]) {
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    }
    const captchaUrl = `http://127.0.0.1:${(verifier.address() as AddressInfo).port}/siteverify`;
    side = await startSide({
      name: "consent-page",
      script: await bundle(new URL("./consent-page-worker.ts", import.meta.url)),
      bindings: { PERIGEE_SECRET: secret, PERIGEE_CAPTCHA_SECRET: "x", CAPTCHA_URL: captchaUrl },
      kvNamespaces: ["CACHE"],
      durableObjects: { HUB: "Hub" },
      port,
    });
    await side.database.batch((await ddl(consentPageApp(captchaUrl))).map((sql) => side.database.prepare(sql)));
    const supabase = createClient(origin, await apiKey("anon", secret), { auth: { persistSession: false } });
    const { data, error } = await supabase.auth.signUp({ ...credentials, options: solved });
    expect(error).toBeNull();
    accessToken = data.session?.access_token ?? "";
    browser = await startChromium(chromium);
  }, 120_000);

  afterAll(async () => {
    await browser?.stop();
    await side?.stop();
    verifier?.close();
    target?.close();
  });

  /** The page as a client's redirect opens it, and what it takes to finish. */
  async function open() {
    const back = `http://127.0.0.1:${(target.address() as AddressInfo).port}/callback`;
    const metadata = { client_name: "Reader", redirect_uris: [back], token_endpoint_auth_method: "none" };
    const plain = { execute: [oauth.allowInsecureRequests] };
    const issuer = new URL(`${origin}/auth/v1`);
    const config = await oauth.dynamicClientRegistration(issuer, metadata, oauth.None(), plain);
    const verifying = oauth.randomPKCECodeVerifier();
    const url = oauth.buildAuthorizationUrl(config, {
      redirect_uri: back,
      scope: "openid email",
      code_challenge: await oauth.calculatePKCECodeChallenge(verifying),
      code_challenge_method: "S256",
    });
    // Where nothing of ours runs yet: the captcha's script is replaced before the page asks for it.
    const page = await browser.open(`${origin}/auth/v1/health`);
    const violations: unknown[] = [];
    page.on("Log.entryAdded", (params) => violations.push(params.entry));
    page.on("Fetch.requestPaused", ({ requestId }) => {
      const body = Buffer.from(widget).toString("base64");
      const responseHeaders = [{ name: "content-type", value: "text/javascript" }];
      void page.send("Fetch.fulfillRequest", { requestId, responseCode: 200, responseHeaders, body });
    });
    await page.send("Log.enable");
    await page.send("Page.enable");
    await page.send("Fetch.enable", { patterns: [{ urlPattern: "https://challenges.cloudflare.com/*" }] });
    await page.send("WebAuthn.enable");
    await page.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        protocol: "ctap2",
        transport: "internal",
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    const go = async (): Promise<void> => {
      await page.evaluate(`location.href = ${JSON.stringify(url.href)}`);
      await showsText(page, "Sign in to decide");
      for (let turn = 0; turn < 50; turn++) {
        if (await page.evaluate<boolean>("document.querySelector('[name=cf-turnstile-response]') !== null")) return;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      throw new Error(`no widget: ${JSON.stringify(violations)}`);
    };
    const finish = async () => {
      await page.evaluate(`document.querySelector("[value=approve]").click()`);
      await showsText(page, "arrived");
      const answered = new URL(callbacks.at(-1) ?? "", back);
      return oauth.authorizationCodeGrant(config, answered, { pkceCodeVerifier: verifying });
    };
    return { page, go, finish, violations };
  }

  it("signs in by a passkey", async () => {
    const { page, go, finish, violations } = await open();
    await page.evaluate(`(async () => {
      const headers = { "content-type": "application/json", authorization: ${JSON.stringify(`Bearer ${accessToken}`)} };
      const post = async (path, body) =>
        (await fetch("/auth/v1/passkeys/registration/" + path, { method: "POST", headers, body: JSON.stringify(body) })).json();
      const { challenge_id, options } = await post("options", {});
      const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
      const credential = await navigator.credentials.create({ publicKey });
      return post("verify", { challenge_id, credential: credential.toJSON() });
    })()`);
    await go();
    const before = verified.length;
    await page.evaluate(`document.getElementById("passkey").click()`);
    await showsText(page, `You are signed in as ${credentials.email}`);
    expect(verified.slice(before)).toEqual(["solved"]);
    expect(await page.evaluate<string>("document.cookie")).toBe("");
    const tokens = await finish();
    expect(tokens.claims()).toMatchObject({ email: credentials.email, auth_time: expect.any(Number) });
    expect(violations.filter((entry) => JSON.stringify(entry).includes("Content Security Policy"))).toEqual([]);
    await page.close();
  });

  it("says why a passkey does not sign in, and takes a password instead, with the captcha's token", async () => {
    const { page, go, finish } = await open();
    await go();
    // No passkey is on this authenticator.
    await page.evaluate(`document.getElementById("passkey").click()`);
    for (let turn = 0; turn < 100; turn++) {
      if (!(await page.evaluate<boolean>(`document.getElementById("passkey-problem").hidden`))) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(await page.evaluate<string>(`document.getElementById("passkey-problem").textContent`)).not.toBe("");
    const fill = (name: string, text: string) =>
      page.evaluate(`document.querySelector("[name=${name}]").value = ${JSON.stringify(text)}`);
    const signIn = async (token: string) => {
      await fill("email", credentials.email);
      await fill("password", credentials.password);
      await fill("cf-turnstile-response", token);
      await page.evaluate(`document.querySelector("[value=sign-in]").click()`);
    };
    await signIn("guessed");
    await showsText(page, "Solve the captcha");
    await page.evaluate("new Promise((resolve) => setTimeout(resolve, 500))");
    await signIn("solved");
    await showsText(page, `You are signed in as ${credentials.email}`);
    expect((await finish()).claims()).toMatchObject({ email: credentials.email });
    await page.close();
  });
});
