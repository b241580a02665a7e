import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "..");
let state: string;
beforeAll(() => {
  state = mkdtempSync(join(tmpdir(), "perigee-start-"));
});
const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill("SIGTERM");
  rmSync(state, { recursive: true, force: true });
});

interface Started {
  readonly child: ChildProcess;
  /** All that it has printed. */
  output(): string;
  /** Resolves when the output holds the text; rejects when the process ends before. */
  says(text: string): Promise<void>;
  readonly code: Promise<number | null>;
}

function start(port: number): Started {
  const env = { ...process.env, PORT: String(port) };
  const child = spawn(process.execPath, ["tools/run.mjs", "start", "--persist-to", state], { cwd: root, env });
  children.push(child);
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => {
    text += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    text += chunk.toString();
  });
  const code = new Promise<number | null>((done) => child.once("close", done));
  const says = async (wanted: string): Promise<void> => {
    let ended = false;
    void code.then(() => {
      ended = true;
    });
    while (!text.includes(wanted)) {
      if (ended) throw new Error(`ended without saying ${wanted}:\n${text}`);
      await new Promise((done) => setTimeout(done, 50));
    }
  };
  return { child, output: () => text, says, code };
}

describe("npm start", () => {
  it("goes from nothing to a server with content, and ends on a signal", { timeout: 180_000 }, async () => {
    const port = await freePort();
    const first = start(port);
    await first.says("Try it:");
    expect(first.output()).toContain("Loading the demo content");
    const command = /curl '([^']+)' -H 'apikey: ([^']+)'/.exec(first.output());
    const response = await fetch(command?.[1] ?? "", { headers: { apikey: command?.[2] ?? "" } });
    expect(response.status, first.output()).toBe(200);
    expect(await response.json()).toHaveLength(2);
    await first.says("GET /rest/v1/");
    first.child.kill("SIGTERM");
    await first.code;

    const second = start(port);
    await second.says("Try it:");
    expect(second.output()).not.toContain("Loading the demo content");
    second.child.kill("SIGINT");
    await second.code;
  });

  it("says that the port is taken, and fails", async () => {
    const port = await freePort();
    const other = createServer();
    await new Promise<void>((done) => other.listen(port, "127.0.0.1", done));
    const started = start(port);
    expect(await started.code).toBe(1);
    expect(started.output()).toContain(`Port ${port} is taken`);
    other.close();
  });
});

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, "127.0.0.1", done));
  const address = probe.address();
  await new Promise<unknown>((done) => probe.close(done));
  if (typeof address !== "object" || address === null) throw new TypeError("no port");
  return address.port;
}
