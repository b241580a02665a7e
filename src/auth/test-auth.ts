import { env } from "cloudflare:workers";
import type { Grant } from "./access-token.ts";
import { type Auth, createAuth } from "./auth.ts";
import type { Client } from "./context.ts";
import { type Inbox, inbox } from "./mail/inbox.ts";
import type { Store } from "./ports.ts";
import { resolveAuthSecrets } from "./secrets.ts";
import { type AuthOptions, resolveAuthSettings } from "./settings.ts";
import { countingStore, createAuthTables, d1Store, testClock } from "./test-database.ts";

// For tests alone: identity on a fresh D1, with a clock that the test moves.

export const masterSecret = "a master secret for tests, long enough";
export const legacyJwtSecret = "super-secret-jwt-token-with-at-least-32-characters-long";
export const client: Client = { ip: "192.0.2.1", userAgent: "vitest" };

export interface TestAuthOptions {
  readonly settings?: AuthOptions;
  readonly masterSecret?: string;
  readonly legacyJwtSecret?: string;
  readonly clock?: ReturnType<typeof testClock>;
  readonly store?: Store;
  /** Whether messages go to an inbox. */
  readonly inbox?: boolean;
}

export interface TestAuth {
  readonly auth: Auth;
  readonly clock: ReturnType<typeof testClock>;
  readonly store: ReturnType<typeof countingStore>;
  /** On the same database; empty where it is not asked for. */
  readonly inbox: Inbox;
}

function testDatabase(): D1Database {
  return Reflect.get(env, "DB");
}

/** Another isolate on the same database. */
export function isolate(options: TestAuthOptions = {}): TestAuth {
  const clock = options.clock ?? testClock();
  const store = countingStore(options.store ?? d1Store(testDatabase()));
  const secrets = resolveAuthSecrets({
    masterSecret: options.masterSecret ?? masterSecret,
    legacyJwtSecret: options.legacyJwtSecret,
  });
  const messages = inbox(store, clock.now);
  const auth = createAuth({
    store,
    settings: resolveAuthSettings(options.settings),
    secrets,
    clock: clock.now,
    ...(options.inbox === true ? { outbox: messages } : {}),
  });
  return { auth, clock, store, inbox: messages };
}

export async function freshAuth(options: TestAuthOptions = {}): Promise<TestAuth> {
  await createAuthTables(testDatabase());
  return isolate(options);
}

/** A user with a session. Throws where the sign-up is refused. */
export async function signedUp(auth: Auth, email = "ada@example.com", password = "correct horse"): Promise<Grant> {
  const outcome = await auth.signUp({ email, password, data: {}, client });
  if (!outcome.ok || outcome.value.grant === null) throw new Error(`no session: ${JSON.stringify(outcome)}`);
  return outcome.value.grant;
}
