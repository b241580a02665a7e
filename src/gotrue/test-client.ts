import { GoTrueClient } from "@supabase/auth-js";
import { Hono } from "hono";
import type { Auth } from "../auth/auth.ts";
import { gotrue } from "./routes.ts";

// For tests alone: the unmodified auth-js, driven against the app without a server between them.

export function clientOf(auth: Auth, headers: Record<string, string> = {}): GoTrueClient {
  const app = new Hono().route("/auth/v1", gotrue(auth));
  return new GoTrueClient({
    url: "http://api.example/auth/v1",
    headers,
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
