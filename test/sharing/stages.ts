import { SignJWT } from "jose";
import type { Seed } from "../scenarios/scenario.ts";
import { type Answer, legacySecret, openStage, type Stage } from "../scenarios/stage.ts";
import { library } from "./library.ts";

export const people = {
  ann: { id: "a0000000-0000-4000-8000-000000000001", role: "authenticated" },
  bob: { id: "b0000000-0000-4000-8000-000000000002", role: "authenticated" },
} as const;

const seed: Seed = {
  shelves: [
    { id: 1, name: "Sea" },
    { id: 2, name: "Sky" },
  ],
  books: [
    { id: 1, shelf_id: 1, title: "Tides", status: "public", owner_id: people.ann.id },
    { id: 2, shelf_id: 1, title: "Wrecks", status: "secret", owner_id: people.ann.id },
    { id: 3, shelf_id: 2, title: "Orbits", status: "secret", owner_id: people.bob.id },
  ],
  notes: [{ id: 1, book_id: 1, body: "listed" }],
  offers: [
    { id: 1, label: "For everybody at A", org: "a" },
    { id: 2, label: "For everybody at B", org: "b" },
  ],
  lists: [
    { id: 1, label: "Shown" },
    { id: 2, label: "Hidden" },
  ],
};

export interface Asked {
  readonly who?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export async function ask(on: Stage, line: string, { who = "anon", headers, body }: Asked = {}): Promise<Answer> {
  const [method = "", path = ""] = line.split(" ");
  return on.fetch(
    new Request(`http://perigee.test/rest/v1${path}`, {
      method,
      headers: { "content-type": "application/json", ...(await on.credentials(who)), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
}

let isMade = false;

/** Two isolates over one database, both with the same rows to begin with: with and without shared answers. */
export async function openBoth(): Promise<{ readonly shared: Stage; readonly plain: Stage }> {
  const shared = await openStage({ app: library(true), seed, people, tables: isMade ? "kept" : "made" });
  isMade = true;
  return { shared, plain: await openStage({ app: library(false), seed, people, tables: "kept" }) };
}

/** A token for nobody in particular, with a claim of its own. */
export async function anonymousToken(org: string): Promise<string> {
  return new SignJWT({ role: "anon", org })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .sign(new TextEncoder().encode(legacySecret));
}
