import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { decodeProtectedHeader } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask as query } from "../../tools/db/place.ts";
import { type Server, startServer } from "./server.ts";

// What an operator types, against a server that runs: `npm run keys`, `npm run audit`.

const root = fileURLToPath(new URL("../..", import.meta.url));

let server: Server;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.stop());

/** `npm run --silent NAME -- …`. */
async function run(name: string, ...args: readonly string[]) {
  const child = spawn("npm", ["run", "--silent", name, "--", ...args], { cwd: root });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk) => (stdout += String(chunk)));
  child.stderr.on("data", (chunk) => (stderr += String(chunk)));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, stdout, stderr };
}

const keys = (...args: readonly string[]) => run("keys", ...args, "--url", server.url);
const audit = (...args: readonly string[]) => run("audit", ...args, "--persist-to", server.state);

interface SigningKey {
  readonly kid: string;
  readonly status: string;
}

async function signing(...args: readonly string[]): Promise<readonly SigningKey[]> {
  const { code, stdout, stderr } = await keys(...args);
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout);
}

function only(listed: readonly SigningKey[], status: string): string {
  const found = listed.filter((key) => key.status === status);
  expect(found, status).toHaveLength(1);
  return found[0]?.kid ?? "";
}

let number = 0;

async function signUp(): Promise<string> {
  number += 1;
  const response = await fetch(`${server.url}/auth/v1/signup`, {
    method: "POST",
    headers: { apikey: server.anonKey, "content-type": "application/json" },
    body: JSON.stringify({ email: `operator${number}@example.com`, password: "correct horse battery" }),
  });
  const body = (await response.json()) as { readonly access_token: string };
  expect(response.status, JSON.stringify(body)).toBe(200);
  return body.access_token;
}

async function status(headers: Readonly<Record<string, string>>): Promise<number> {
  return (await fetch(`${server.url}/rest/v1/articles?select=id&limit=1`, { headers })).status;
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

async function published(): Promise<readonly string[]> {
  const response = await fetch(`${server.url}/auth/v1/.well-known/jwks.json`);
  const { keys: all } = (await response.json()) as { readonly keys: readonly { readonly kid: string }[] };
  return all.map(({ kid }) => kid);
}

describe("npm run keys", () => {
  it("rotates signing keys, and the server that runs follows at once", { timeout: 240_000 }, async () => {
    const [used, unused] = [await signUp(), await signUp()];
    expect(await status(bearer(used))).toBe(200);
    const first = decodeProtectedHeader(used).kid;
    const hasty = await keys("rotate");
    expect(hasty).toMatchObject({ code: 1, stdout: "" });
    expect(hasty.stderr).toContain("15 minutes");

    const rotated = await signing("rotate", "--force");
    const second = only(rotated, "current");
    expect(only(rotated, "previous")).toBe(first);
    const third = only(rotated, "standby");
    expect([...(await published())].sort()).toEqual([String(first), second, third].sort());
    const token = await signUp();
    expect(decodeProtectedHeader(token).kid).toBe(second);
    // Who has signed in before goes on.
    expect([await status(bearer(used)), await status(bearer(token))]).toEqual([200, 200]);

    expect((await keys("revoke-signing", second)).code).toBe(1);
    expect((await keys("revoke-signing", "nothing")).stderr).toContain("404");
    const revoked = await signing("revoke-signing", String(first));
    expect(revoked.find(({ kid }) => kid === first)?.status).toBe("revoked");
    expect(await published()).not.toContain(first);
    expect(await status(bearer(unused))).toBe(401);
    expect(await status(bearer(token))).toBe(200);
    // One that the isolate had verified is believed for a minute at most.
    const deadline = Date.now() + 65_000;
    while ((await status(bearer(used))) !== 401) {
      expect(Date.now()).toBeLessThan(deadline);
      await new Promise((resolve) => setTimeout(resolve, 2_000));
    }
    expect((await signing("signing")).map((key) => key.status)).toEqual(["revoked", "current", "standby"]);
  });

  it("makes an API key, lists it without the key, and revokes it", { timeout: 120_000 }, async () => {
    const made = await keys("create", "--name", "operation", "--type", "secret");
    expect(made.code, made.stderr).toBe(0);
    const { api_key: key, id } = JSON.parse(made.stdout) as { readonly api_key: string; readonly id: string };
    expect(await status({ apikey: key })).toBe(200);
    const listed = await keys("list");
    expect(listed.stdout).toContain(id);
    expect(listed.stdout).not.toContain(key);
    expect((await keys("revoke", id)).code).toBe(0);
    expect(await status({ apikey: key })).toBe(401);
    expect(await keys("nothing")).toMatchObject({ code: 2, stdout: "" });
  });

  it("says so where no server answers", { timeout: 60_000 }, async () => {
    const { code, stderr } = await run("keys", "signing", "--url", "http://127.0.0.1:1");
    expect([code, stderr]).toEqual([1, expect.stringContaining("No server answers at http://127.0.0.1:1")]);
  });
});

describe("npm run audit", () => {
  it("verifies the chain, and finds what was changed, taken out or cut off", { timeout: 240_000 }, async () => {
    await signUp();
    const whole = await audit();
    expect(whole.code, whole.stderr).toBe(0);
    const [, count, head] = /^(\d+) entries, unbroken\nhead (\S+)\n$/.exec(whole.stdout) ?? [];
    expect(Number(count)).toBeGreaterThan(1);
    await signUp();
    expect((await audit("--head", String(head))).code).toBe(0);

    const place = { remote: false, "persist-to": server.state };
    const change = `update "auth_audit_log" set "entry" = replace("entry", 'success', 'failure') where "seq" = 2`;
    await expect(query(place, [change])).rejects.toThrow();
    // Who has the database has its triggers, too; the key of the entries is not in it.
    await query(place, [...["update", "delete"].map((what) => `drop trigger "auth_audit_log_${what}"`), change]);
    expect(await audit()).toMatchObject({ code: 1, stderr: expect.stringContaining("entry 2: digest") });
    const restored = change.replace("'success', 'failure'", "'failure', 'success'");
    await query(place, [restored, `delete from "auth_audit_log" where "seq" > 1`]);
    // What is left is a chain; only who kept its end knows better.
    expect((await audit()).code).toBe(0);
    const cut = await audit("--head", String(head));
    expect(cut).toMatchObject({ code: 1, stderr: expect.stringContaining(`before ${count}`) });
    await signUp();
    await query(place, [`delete from "auth_audit_log" where "seq" = 1`]);
    expect((await audit()).code).toBe(1);
  });
});
