import { startWrangler } from "./wrangler.ts";

export interface ServeOptions {
  readonly port: number;
  /** The folder of local data. */
  readonly state: string;
}

const readyTimeoutMs = 90_000;
const pollMs = 150;

/**
 * Runs `wrangler dev` until it ends and gives its exit code. What wrangler says while it starts is held back, and shown
 * only if it fails; from then on its request log and errors pass through. SIGINT and SIGTERM are handed on.
 */
export async function serve({ port, state }: ServeOptions, onReady: () => void): Promise<number> {
  const child = startWrangler([
    "dev",
    "--ip",
    "127.0.0.1",
    "--port",
    String(port),
    "--inspector-port",
    "0",
    "--persist-to",
    state,
    "--var",
    "PERIGEE_INBOX:on",
    "--show-interactive-dev-session=false",
  ]);
  const held: string[] = [];
  let ready = false;
  let stopped = false;
  for (const [source, target] of [[child.stdout, process.stdout] as const, [child.stderr, process.stderr] as const]) {
    source?.on("data", (chunk: Buffer) => {
      if (ready) target.write(chunk);
      else held.push(chunk.toString());
    });
  }
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      stopped = true;
      child.kill(signal);
    });
  }
  const ended = new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? (stopped ? 0 : 1)));
  });
  const health = await Promise.race([waitUntilHealthy(port), ended.then(() => "ended" as const)]);
  if (health === "ended") {
    if (!stopped) process.stderr.write(held.join(""));
    return stopped ? ended : (await ended) || 1;
  }
  if (health !== "healthy") {
    process.stderr.write(`${held.join("")}\n${health}\n`);
    child.kill("SIGTERM");
    await ended;
    return 1;
  }
  ready = true;
  onReady();
  return ended;
}

/** "healthy", or the last reason why not. */
async function waitUntilHealthy(port: number): Promise<string> {
  const deadline = Date.now() + readyTimeoutMs;
  for (let reason = "no answer"; ; ) {
    try {
      const response = await fetch(`http://127.0.0.1:${port}/health`, { signal: AbortSignal.timeout(10_000) });
      if (response.ok) return "healthy";
      reason = `${response.status} ${await response.text()}`;
    } catch (error) {
      reason = error instanceof Error ? error.message : String(error);
    }
    if (Date.now() > deadline) return `The server does not get healthy: ${reason}`;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}
