import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { apiKey } from "../../src/auth/api-keys.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const startTimeoutMs = 100_000;

/** A server that was started as the README says, on a port and a state of its own. */
export interface Server {
  readonly url: string;
  readonly anonKey: string;
  readonly serviceKey: string;
  /** Where its database lies. */
  readonly state: string;
  /** All that it printed so far. */
  readonly output: () => string;
  readonly stop: () => Promise<void>;
}

/** `PORT=… npm start -- --persist-to …`, until it is healthy. Throws with its output where it does not get there. */
export async function startServer(): Promise<Server> {
  const state = mkdtempSync(join(tmpdir(), "perigee-e2e-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  // A group of its own: npm, the tool, wrangler and workerd end together.
  const child = spawn("npm", ["start", "--", "--persist-to", state], {
    cwd: root,
    env: { ...process.env, PORT: String(port) },
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (text += String(chunk)));
  const stop = async (): Promise<void> => {
    await end(child);
    rmSync(state, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await until(
      () => /anon key\s+\S+/.test(text) && text.includes("Try it:"),
      child,
      () => text,
    );
    const keys = readKeys(url);
    return { url, ...keys, state, output: () => text, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function until(holds: () => boolean, child: ChildProcess, output: () => string): Promise<void> {
  const deadline = Date.now() + startTimeoutMs;
  while (!holds()) {
    if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}:\n${output()}`);
    if (Date.now() > deadline) throw new Error(`npm start is not ready after ${startTimeoutMs} ms:\n${output()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** What `npm run --silent keys` gives, with the name of each key. */
function readKeys(url: string): { readonly anonKey: string; readonly serviceKey: string } {
  const text = execFileSync("npm", ["run", "--silent", "keys"], {
    cwd: root,
    env: { ...process.env, PORT: new URL(url).port },
    encoding: "utf8",
  });
  const read = (name: string): string => new RegExp(`^${name}="?([^"\\n]+)"?$`, "m").exec(text)?.[1] ?? "";
  return { anonKey: read("PERIGEE_ANON_KEY"), serviceKey: read("PERIGEE_SERVICE_KEY") };
}

/** The key that another project's server would have: of the same form, from another secret. */
export async function foreignKey(): Promise<string> {
  return apiKey("service_role", "the master secret of somebody else entirely");
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => (typeof address === "object" && address !== null ? resolve(address.port) : reject(address)));
    });
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  signalGroup(child.pid, "SIGTERM");
  const timer = setTimeout(() => child.pid !== undefined && signalGroup(child.pid, "SIGKILL"), 8_000);
  await ended;
  clearTimeout(timer);
}

function signalGroup(pid: number, signal: "SIGTERM" | "SIGKILL"): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended by itself.
  }
}
