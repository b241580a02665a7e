import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { bundle } from "../../bench/bundle.ts";
import { type Side, startSide } from "../../bench/side.ts";
import { apiKey } from "../../src/auth/api-keys.ts";
import { ddl } from "../../tools/db/ddl.ts";
import { type Browser, findChromium, type Page, startChromium } from "./chromium.ts";
import { startPageServer } from "./page-server.ts";
import { passkeysApp } from "./passkeys-app.ts";

// Passkeys and a WebAuthn factor where they are at home: the unmodified supabase-js in a real browser, with the
// browser's own virtual authenticators, against workerd.

const chromium = findChromium();
// `.ci/run` installs a browser and takes no excuse.
const isRequired = process.env.PERIGEE_BROWSER === "required";
if (chromium === null && !isRequired) {
  console.warn("passkeys in a browser: skipped, because neither CHROMIUM_PATH nor PATH has a Chromium");
}

const secret = "a secret for nothing but this test alone";
let pages: Awaited<ReturnType<typeof startPageServer>>;
let side: Side;
let browser: Browser;
let anon: string;
let page: Page;

async function start(): Promise<void> {
  if (chromium === null) throw new Error("no Chromium, though PERIGEE_BROWSER=required");
  pages = await startPageServer();
  side = await startSide({
    name: "passkeys",
    script: await bundle(new URL("./passkeys-worker.ts", import.meta.url)),
    bindings: { PERIGEE_SECRET: secret, PAGE_ORIGIN: pages.origin },
    kvNamespaces: ["CACHE"],
    durableObjects: { HUB: "Hub" },
  });
  const { database } = side;
  await database.batch((await ddl(passkeysApp(pages.origin))).map((sql) => database.prepare(sql)));
  await database.prepare("insert into vault (id, content) values (1, 'gold')").run();
  anon = await apiKey("anon", secret);
  browser = await startChromium(chromium);
}

async function openPage(): Promise<Page> {
  page = await browser.open(`${pages.origin}/`);
  const url = JSON.stringify(`http://${side.host}:${side.port}`);
  await page.evaluate(`window.client = supabase.createClient(${url}, ${JSON.stringify(anon)}); null`);
  await page.send("WebAuthn.enable");
  return page;
}

type Transport = "internal" | "usb";

/** A device with a fingerprint reader that always agrees, or a key that is only touched. */
async function addAuthenticator(transport: Transport): Promise<string> {
  const isPlatform = transport === "internal";
  const options = {
    protocol: "ctap2",
    transport,
    hasResidentKey: isPlatform,
    hasUserVerification: isPlatform,
    isUserVerified: isPlatform,
    automaticPresenceSimulation: true,
  };
  const made = await page.send<{ authenticatorId: string }>("WebAuthn.addVirtualAuthenticator", { options });
  return made.authenticatorId;
}

interface Answer<T> {
  readonly data: T;
  readonly error: { readonly code?: string; readonly name: string; readonly message: string } | null;
}

function call<T = Readonly<Record<string, unknown>>>(expression: string): Promise<Answer<T>> {
  return page.evaluate<Answer<T>>(
    `(async () => {
      const { data, error } = await client.${expression};
      return { data, error: error && { code: error.code, name: error.name, message: error.message } };
    })()`,
  );
}

let number = 0;

async function signUp(): Promise<string> {
  number += 1;
  const email = `person${number}@example.com`;
  const credentials = JSON.stringify({ email, password: "correct horse battery" });
  expect(await call(`auth.signUp(${credentials})`)).toMatchObject({ error: null });
  return credentials;
}

const vault = () => call("from('vault').select()");
const claims = () => call<{ claims: Readonly<Record<string, unknown>> }>("auth.getClaims()");

describe.skipIf(chromium === null && !isRequired)("in a real browser", () => {
  beforeAll(start, 120_000);

  afterAll(async () => {
    await browser?.stop();
    await side?.stop();
    await pages?.stop();
  });

  afterEach(async () => {
    await page?.close();
  });

  it("a passkey is registered, and signs in without a name or password", async () => {
    await openPage();
    await addAuthenticator("internal");
    await signUp();
    expect(await vault()).toEqual({ data: [], error: null });
    expect(await call("auth.registerPasskey()")).toMatchObject({ data: { friendly_name: "Passkey" }, error: null });
    await call("auth.signOut()");
    expect(await call("auth.getUser()")).toMatchObject({ error: { name: "AuthSessionMissingError" } });
    const signedIn = await call("auth.signInWithPasskey()");
    expect(signedIn).toMatchObject({ data: { user: { email: `person${number}@example.com` } }, error: null });
    expect(await claims()).toMatchObject({ data: { claims: { aal: "aal1", amr: [{ method: "passkey" }] } } });
    expect(await vault()).toEqual({ data: [{ id: 1, content: "gold" }], error: null });
  });

  it("somebody signs up with nothing but a passkey, and is let in again by it", async () => {
    await openPage();
    await addAuthenticator("internal");
    const signedUp = await page.evaluate<{ access_token: string; user: { id: string } }>(`(async () => {
      const post = async (path, body) => {
        const headers = { "content-type": "application/json", apikey: client.supabaseKey };
        const url = client.supabaseUrl.replace(/\\/$/, "") + "/auth/v1/passkeys/signup/" + path;
        return (await fetch(url, { method: "POST", headers, body: JSON.stringify(body) })).json();
      };
      const { challenge_id, options } = await post("options", { name: "Ada" });
      const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
      const credential = await navigator.credentials.create({ publicKey });
      return post("verify", { challenge_id, credential: credential.toJSON() });
    })()`);
    expect(signedUp).toMatchObject({ user: { email: "", app_metadata: { provider: "passkey" } } });
    expect(await call("auth.signInWithPasskey()")).toMatchObject({
      data: { user: { id: signedUp.user.id } },
      error: null,
    });
    expect(await vault()).toEqual({ data: [{ id: 1, content: "gold" }], error: null });
  });

  it("no second passkey is made on the same device, and a deleted one signs in no more", async () => {
    await openPage();
    await addAuthenticator("internal");
    await signUp();
    const { data } = await call<{ id: string }>("auth.registerPasskey()");
    expect(await call("auth.registerPasskey()")).toMatchObject({ data: null, error: { name: "InvalidStateError" } });
    expect(await call("auth.passkey.list()")).toMatchObject({ data: [{ id: data.id }] });
    await call(`auth.passkey.delete(${JSON.stringify({ passkeyId: data.id })})`);
    expect(await call("auth.signInWithPasskey()")).toMatchObject({ error: { code: "webauthn_verification_failed" } });
  });

  it("no passkey is made by a device that cannot verify its user", async () => {
    await openPage();
    await addAuthenticator("usb");
    await signUp();
    expect(await call("auth.registerPasskey()")).toMatchObject({ data: null, error: { name: "NotAllowedError" } });
  });

  it("a copied passkey is noticed by its counter", async () => {
    await openPage();
    const authenticatorId = await addAuthenticator("internal");
    await signUp();
    await call("auth.registerPasskey()");
    const { credentials } = await page.send<{ credentials: readonly Record<string, unknown>[] }>(
      "WebAuthn.getCredentials",
      { authenticatorId },
    );
    for (let time = 0; time < 3; time++) expect(await call("auth.signInWithPasskey()")).toMatchObject({ error: null });
    await page.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId });
    const copy = await addAuthenticator("internal");
    await page.send("WebAuthn.addCredential", { authenticatorId: copy, credential: credentials[0] });
    expect(await call("auth.signInWithPasskey()")).toMatchObject({ error: { code: "webauthn_verification_failed" } });
  });

  it("a security key is a second factor: it raises the session, now and at the next sign-in", async () => {
    await openPage();
    await addAuthenticator("usb");
    const credentials = await signUp();
    expect(await vault()).toEqual({ data: [], error: null });
    const registered = await call("auth.mfa.webauthn.register({ friendlyName: 'key' })");
    expect(registered).toMatchObject({ data: { token_type: "bearer" }, error: null });
    expect(await claims()).toMatchObject({
      data: { claims: { aal: "aal2", amr: [{ method: "mfa/webauthn" }, { method: "password" }] } },
    });
    expect(await vault()).toEqual({ data: [{ id: 1, content: "gold" }], error: null });
    await call("auth.signOut()");
    await call(`auth.signInWithPassword(${credentials})`);
    expect(await call("auth.mfa.getAuthenticatorAssuranceLevel()")).toMatchObject({
      data: { currentLevel: "aal1", nextLevel: "aal2" },
    });
    expect(await vault()).toEqual({ data: [], error: null });
    const { data } = await call<{ webauthn: readonly { id: string }[] }>("auth.mfa.listFactors()");
    const factorId = data.webauthn[0]?.id;
    expect(await call(`auth.mfa.webauthn.authenticate(${JSON.stringify({ factorId })})`)).toMatchObject({
      error: null,
    });
    expect(await vault()).toEqual({ data: [{ id: 1, content: "gold" }], error: null });
    expect(await call(`auth.mfa.unenroll(${JSON.stringify({ factorId })})`)).toMatchObject({ error: null });
    await call("auth.refreshSession()");
    expect(await vault()).toEqual({ data: [], error: null });
  });

  it("another site's page gets no passkey of ours", async () => {
    await openPage();
    await addAuthenticator("internal");
    await signUp();
    await call("auth.registerPasskey()");
    const { data } = await call<{ challenge_id: string; options: unknown }>("auth.passkey.startAuthentication()");
    await page.send("Page.navigate", { url: pages.origin.replace("localhost", "127.0.0.1") });
    const asked = JSON.stringify(data.options);
    const stolen = page.evaluate(
      `navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(${asked}) })`,
    );
    await expect(stolen).rejects.toThrow(/SecurityError|relying party/i);
  });
});
