import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** Bundles a worker as `wrangler deploy` does, and the same way for every side: one ES module, names kept. */
export async function bundle(entry: URL): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(entry)],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2024",
    conditions: ["workerd", "worker", "browser"],
    external: ["cloudflare:*", "node:*"],
    logLevel: "error",
  });
  const file = outputFiles[0];
  if (file === undefined) throw new TypeError(`${entry.pathname} gave no bundle`);
  return file.text;
}
