import { GoTrueClient } from "@supabase/auth-js";
import { Hono } from "hono";
import type { Auth } from "../auth/auth.ts";
import { gotrue } from "./routes.ts";

// For tests alone: the unmodified auth-js, driven against the app without a server between them.

export function clientOf(
  auth: Auth,
  headers: Record<string, string> = {},
  flowType: "implicit" | "pkce" = "implicit",
): GoTrueClient {
  const app = new Hono().route("/auth/v1", gotrue(auth));
  return new GoTrueClient({
    url: "http://api.example/auth/v1",
    headers,
    flowType,
    fetch: async (input, init) => app.request(input, init),
    autoRefreshToken: false,
    persistSession: true,
    detectSessionInUrl: false,
    storage: memoryStorage(),
  });
}

function memoryStorage() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, item: string) => void kept.set(key, item),
    removeItem: (key: string) => void kept.delete(key),
  };
}

/** Opens a link as a browser does, up to where it leads. */
export async function follow(auth: Auth, link: string): Promise<URL> {
  const app = new Hono().route("/auth/v1", gotrue(auth));
  const response = await app.request(link);
  if (response.status !== 303 && response.status !== 302)
    throw new Error(`${response.status} ${await response.text()}`);
  return new URL(response.headers.get("location") ?? "");
}

/** What stands in a page's fragment. */
export function fragment(url: URL): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(url.hash.slice(1)));
}
