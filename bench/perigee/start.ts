import { apiKey } from "../../src/auth/api-keys.ts";
import { bundle } from "../bundle.ts";
import type { Contender } from "../contender.ts";
import { changeLog, giveInvoices, loadFixture, removeWrites } from "../fixture.ts";
import { type Side, startSide } from "../side.ts";

/** Perigee's side, with somebody signed in. */
export interface PerigeeContender extends Contender {
  readonly userId: string;
}

const secret = "a secret for nothing but benchmarks";

/** Serves the music store through `createWorker`; every request carries the access token of a user who signed up. */
export async function startPerigee(ddl: readonly string[], inspect = false): Promise<PerigeeContender> {
  const script = await bundle(new URL("./worker.ts", import.meta.url));
  const side = await startSide({
    name: "Perigee",
    script,
    bindings: { PERIGEE_SECRET: secret },
    kvNamespaces: ["CACHE"],
    durableObjects: { HUB: "Hub", FEED: "Feed", CONNECTIONS: "Connections", TOPICS: "Topics" },
    inspect,
  });
  await loadFixture(side.database, ddl);
  const key = await apiKey("anon", secret);
  const { token, userId } = await signUp(side, key);
  await giveInvoices(side.database, userId);
  await removeWrites(side.database, changeLog);
  return {
    side,
    script,
    userId,
    call: (workload, index) => workload.perigee(index),
    headers: { accept: "application/json", apikey: key, authorization: `Bearer ${token}` },
    reset: () => removeWrites(side.database, changeLog),
  };
}

async function signUp(side: Side, key: string): Promise<{ readonly token: string; readonly userId: string }> {
  const response = await fetch(`http://${side.host}:${side.port}/auth/v1/signup`, {
    method: "POST",
    headers: { "content-type": "application/json", apikey: key },
    body: JSON.stringify({ email: "listener@music.example", password: "correct horse battery" }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`sign-up answered ${response.status}: ${text}`);
  const session = JSON.parse(text) as { readonly access_token: string; readonly user: { readonly id: string } };
  return { token: session.access_token, userId: session.user.id };
}
