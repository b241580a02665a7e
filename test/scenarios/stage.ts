import { env } from "cloudflare:workers";
import { SignJWT } from "jose";
import { apiKey } from "../../src/auth/api-keys.ts";
import { createWorker, type Env } from "../../src/compose.ts";
import type { App } from "../../src/define.ts";
import { ddl } from "../../tools/db/ddl.ts";
import { type Recording, recordDatabase } from "./recorder.ts";
import type { Effect, Person, Seed, SeedRow } from "./scenario.ts";

export const masterSecret = "a master secret for scenarios, long enough";
export const legacySecret = "a shared secret with at least 32 characters";

export interface StageOptions {
  readonly app: App;
  readonly seed: Seed;
  readonly people: Readonly<Record<string, Person>>;
  /** Bindings that a scenario wants otherwise: broken ones. */
  readonly bindings?: Partial<Env>;
  /** `kept`: another stage of the same test has made them. */
  readonly tables?: "made" | "kept";
}

/** An application with its rows on a real D1, behind a worker whose statements are noted. */
export interface Stage {
  readonly fetch: (request: Request) => Promise<Answer>;
  /** `Authorization` for somebody; empty for `anon`. */
  readonly credentials: (who: string) => Promise<Readonly<Record<string, string>>>;
  /** Puts every row back to where it was. */
  readonly reset: () => Promise<void>;
  readonly rowsOf: (effect: Pick<Effect, "sql">) => Promise<readonly unknown[]>;
}

export interface Answer {
  readonly response: Response;
  readonly text: string;
  readonly recording: Recording;
}

export async function openStage({ app, seed, people, bindings, tables = "made" }: StageOptions): Promise<Stage> {
  const real = env.DB;
  if (tables === "made") await real.batch((await ddl(app)).map((sql) => real.prepare(sql)));
  const recorded = recordDatabase(real);
  const worker = createWorker(app);
  const bound = {
    ...env,
    DB: recorded.binding,
    PERIGEE_SECRET: masterSecret,
    PERIGEE_JWT_SECRET: legacySecret,
    ...bindings,
  } as Env;
  const sessions = sessionRows(people);
  const refill = [...rowStatements(real, seed), ...rowStatements(real, sessions)];
  const wipe = [...Object.keys(sessions), ...Object.keys(seed)]
    .toReversed()
    .concat("_perigee_changes")
    .map((table) => real.prepare(`delete from "${table.replaceAll('"', '""')}"`));
  const clearLog = real.prepare("delete from _perigee_changes");
  const reset = async (): Promise<void> => {
    await real.batch([real.prepare("pragma defer_foreign_keys = on"), ...wipe, ...refill, clearLog]);
  };
  await reset();
  const tokens = new Map<string, string>([["service", await apiKey("service_role", masterSecret)]]);
  for (const [name, person] of Object.entries(people)) tokens.set(name, await tokenFor(person));
  return {
    async fetch(request) {
      recorded.take();
      const response = await worker.fetch(request, bound, fakeContext);
      return { response, text: await response.text(), recording: recorded.take() };
    },
    async credentials(who) {
      if (who === "anon") return {};
      const token = tokens.get(who);
      if (token === undefined) throw new TypeError(`nobody is called ${who}`);
      return { authorization: `Bearer ${token}` };
    },
    reset,
    rowsOf: async ({ sql }) => (await real.prepare(sql).all()).results,
  };
}

const fakeContext = { waitUntil() {}, passThroughOnException() {} } as unknown as ExecutionContext;

/** A token of a session that is in the database, signed with the shared secret: the same in every run but for its time. */
export async function tokenFor(person: Person, change: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const nowSeconds = Math.floor(Date.now() / 1000);
  return new SignJWT({
    sub: person.id,
    role: person.role,
    aud: "authenticated",
    session_id: sessionOf(person),
    iat: nowSeconds,
    exp: nowSeconds + 3600,
    ...person.claims,
    ...change,
  })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .sign(new TextEncoder().encode(legacySecret));
}

export function sessionOf(person: Person): string {
  return `5${person.id.slice(1)}`;
}

const moment = "2026-01-01T00:00:00+00:00";

function sessionRows(people: Readonly<Record<string, Person>>): Seed {
  const known = Object.values(people);
  return {
    auth_users: known.map(({ id, role }) => ({ id, role, created_at: moment, updated_at: moment })),
    auth_sessions: known.map((person) => ({
      id: sessionOf(person),
      user_id: person.id,
      created_at: moment,
      updated_at: moment,
    })),
  };
}

function rowStatements(database: D1Database, seed: Seed): D1PreparedStatement[] {
  return Object.entries(seed).flatMap(([table, rows]) => rows.map((row) => insert(database, table, row)));
}

function insert(database: D1Database, table: string, row: SeedRow): D1PreparedStatement {
  const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
  const columns = Object.keys(row);
  const sql = `insert into ${quoted(table)} (${columns.map(quoted).join()}) values (${columns.map(() => "?").join()})`;
  return database.prepare(sql).bind(...Object.values(row));
}
