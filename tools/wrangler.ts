import { type ChildProcess, spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const program = join(dirname(fileURLToPath(import.meta.resolve("wrangler/package.json"))), "bin", "wrangler.js");

/** Nothing asked, nothing sent. */
const environment: NodeJS.ProcessEnv = {
  ...process.env,
  CI: "1",
  WRANGLER_SEND_METRICS: "false",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
};

/** The binding of the database, which wrangler takes for its name. */
export const database = "DB";

/** Starts wrangler under this Node. Its output is the caller's to read. */
export function startWrangler(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [program, ...args], { env: environment, stdio: ["ignore", "pipe", "pipe"] });
}

export interface WranglerResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs wrangler to its end. */
export async function wrangler(args: readonly string[]): Promise<WranglerResult> {
  const child = startWrangler(args);
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const code = await new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status) => resolve(status ?? 1));
  });
  return { code, stdout, stderr };
}

/** As `wrangler`, for what must succeed. Throws with all that it said. */
export async function wranglerMust(args: readonly string[]): Promise<WranglerResult> {
  const result = await wrangler(args);
  if (result.code === 0) return result;
  throw new Error(`wrangler ${args.join(" ")} ended with ${result.code}\n${result.stdout}${result.stderr}`);
}
