import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { App } from "../../src/define.ts";

/** Imports a definition: a module that exports `app`, made by `defineApp`. */
export async function loadApp(path: string): Promise<App> {
  const module: { readonly app?: unknown } = await import(pathToFileURL(resolve(path)).href);
  if (!isApp(module.app)) throw new TypeError(`${path} does not export \`app\`: export const app = defineApp({ … })`);
  return module.app;
}

function isApp(value: unknown): value is App {
  return typeof value === "object" && value !== null && "collections" in value && Array.isArray(value.collections);
}
