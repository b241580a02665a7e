import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { apiKey } from "../src/auth/api-keys.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "perigee-keys-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function keys(port?: string, url?: string, ...command: readonly string[]) {
  const given = { ...(port !== undefined && { PORT: port }), ...(url !== undefined && { PERIGEE_URL: url }) };
  const { PERIGEE_URL: _, ...inherited } = process.env;
  const script = resolve(import.meta.dirname, "run.mjs");
  const env = { ...inherited, ...given };
  return spawnSync(process.execPath, [script, "keys", ...command], { cwd: folder, encoding: "utf8", env });
}

describe("npm run keys", () => {
  it("makes the secret once, for its owner alone, and prints three lines and nothing else", () => {
    const { stdout, status } = keys("9000");
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /^PERIGEE_URL=http:\/\/127\.0\.0\.1:9000\nPERIGEE_ANON_KEY=ey[\w.-]+\nPERIGEE_SERVICE_KEY=ey[\w.-]+\n$/,
    );
    const file = join(folder, ".dev.vars");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, "utf8")).toMatch(/^PERIGEE_SECRET=[0-9a-f]{64}\n$/);
    expect(keys("9000").stdout).toBe(stdout);
  });

  it("uses the secret that is there, and keeps what else the file says", async () => {
    const secret = "x".repeat(40);
    writeFileSync(join(folder, ".dev.vars"), `OTHER=1\nPERIGEE_SECRET="${secret}"\n`);
    expect(keys().stdout).toContain(`PERIGEE_ANON_KEY=${await apiKey("anon", secret)}\n`);
    writeFileSync(join(folder, ".dev.vars"), "OTHER=1");
    keys();
    expect(readFileSync(join(folder, ".dev.vars"), "utf8")).toMatch(/^OTHER=1\nPERIGEE_SECRET=[0-9a-f]{64}\n$/);
  });

  it("fails for a port that is none", () => {
    expect(keys("many")).toMatchObject({ status: 1, stdout: "" });
  });

  it("names the deployment that PERIGEE_URL tells, and fails for what is no address", () => {
    expect(keys("9000", "https://api.example.com").stdout).toMatch(/^PERIGEE_URL=https:\/\/api\.example\.com\n/);
    expect(keys("9000", "example")).toMatchObject({ status: 1, stdout: "" });
  });

  it("says where it looked for a server that is not there", () => {
    const { status, stderr } = keys("1", undefined, "signing");
    expect(status).toBe(1);
    expect(stderr).toContain("No server answers at http://127.0.0.1:1");
  });
});
