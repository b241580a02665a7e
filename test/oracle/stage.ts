import { env } from "cloudflare:workers";
import { apiKey } from "../../src/auth/api-keys.ts";
import { createWorker, type Env } from "../../src/compose.ts";
import { type App, defineApp } from "../../src/define.ts";
import { type GraphTypeOptions, graphType } from "../../src/graphql/define.ts";
import type { Principal } from "../../src/kernel/principal.ts";
import type { RuleSet } from "../../src/rules/grant.ts";
import { storedList } from "../../src/rules/to-sql.ts";
import { ddl } from "../../tools/db/ddl.ts";
import type { Person } from "../scenarios/scenario.ts";
import { legacySecret, masterSecret, sessionOf, tokenFor } from "../scenarios/stage.ts";
import type { TableSpec } from "./family.ts";
import { people } from "./kinds.ts";
import { definitions, type World } from "./world.ts";

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly contentRange: string | null;
}

export type Ask = (principal: Principal, url: string, headers: Readonly<Record<string, string>>) => Promise<Answer>;

/** A world that is served. */
export interface Service {
  readonly ask: Ask;
  readonly send: (principal: Principal, path: string, init: RequestInit) => Promise<Response>;
  /** Every row as it was, and every row as it is. */
  readonly refill: () => Promise<void>;
  readonly rows: () => Promise<readonly (readonly unknown[])[]>;
}

/** The grants of each table for what is written. Default: none. */
export type WriteRules = ReadonlyMap<string, Partial<Pick<RuleSet, "insert" | "update" | "delete">>>;

const bindings = { ...env, PERIGEE_SECRET: masterSecret, PERIGEE_JWT_SECRET: legacySecret } as Env;
const context = { waitUntil() {}, passThroughOnException() {} } as unknown as ExecutionContext;
let standing: readonly string[] = [];
let isFresh = true;

/** Puts a world in the place of the one before it, on the real D1, and serves it. */
export async function serve(world: World): Promise<Ask> {
  return (await open(world)).ask;
}

export async function open(world: World, writes: WriteRules = new Map()): Promise<Service> {
  const app = appOf(world, writes);
  const tables = world.family.tables.map(({ name }) => name);
  const isOurs = (sql: string): boolean =>
    tables.some((name) => sql.startsWith(`CREATE TABLE "${name}" `) || sql.includes(` ON "${name}" (`));
  const statements = await ddl(app);
  // The change log's triggers are not what is tested, and inserting is much faster without them.
  const created = statements.filter(
    (sql) => (isOurs(sql) && sql.startsWith("CREATE")) || (isFresh && isFramework(sql)),
  );
  const dropped = standing.toReversed().map((name) => `drop table "${name}"`);
  const prepared = [...dropped, ...created.filter((sql) => !/^CREATE TRIGGER/i.test(sql))].map((sql) =>
    env.DB.prepare(sql),
  );
  await env.DB.batch([...prepared, ...(isFresh ? sessions() : []), ...fills(world)]);
  isFresh = false;
  standing = tables;
  const worker = createWorker(app);
  const service = await apiKey("service_role", masterSecret);
  const send: Service["send"] = async (principal, path, init) => {
    const token = principal.role === "service_role" ? service : await userToken(principal);
    const headers = new Headers(init.headers);
    if (token !== null) headers.set("authorization", `Bearer ${token}`);
    return worker.fetch(new Request(`http://perigee.test${path}`, { ...init, headers }), bindings, context);
  };
  return {
    send,
    async ask(principal, url, headers) {
      const response = await send(principal, url, { headers });
      return {
        status: response.status,
        text: await response.text(),
        contentRange: response.headers.get("content-range"),
      };
    },
    async refill() {
      const wipe = tables.toReversed().map((name) => env.DB.prepare(`delete from "${name}"`));
      await env.DB.batch([env.DB.prepare("pragma defer_foreign_keys = on"), ...wipe, ...fills(world)]);
    },
    async rows() {
      const all = tables.map((name) => env.DB.prepare(`select * from "${name}" order by 1, 2`));
      return (await env.DB.batch(all)).map(({ results }) => results);
    },
  };
}

function isFramework(sql: string): boolean {
  return /^CREATE TABLE "(?:_|auth_)/.test(sql);
}

function appOf({ family, rules }: World, writes: WriteRules): App {
  return defineApp({
    name: "oracle",
    collections: definitions(family),
    roles: { editor: "authenticated" },
    // What an operation could return is bounded in GraphQL alone, and what an Int holds.
    graphql: { limits: { maxRows: 1_000_000_000 }, types: family.tables.map(withWideIntegers) },
    rules: family.tables.map(({ name }) => ({
      collection: name,
      select: rules.get(name) ?? [],
      insert: [],
      update: [],
      delete: [],
      defaults: {},
      ...writes.get(name),
    })),
  });
}

function withWideIntegers({ table, columns }: TableSpec): GraphTypeOptions {
  const wide = columns.filter(({ kind, name, points }) => kind === "integer" && name !== "id" && points === null);
  return graphType(table, { columns: Object.fromEntries(wide.map(({ name }) => [name, { type: "BigInt" }])) });
}

async function userToken({ id, role, claims }: Principal): Promise<string | null> {
  return id === null ? null : tokenFor({ id, role, claims } satisfies Person);
}

function fills({ family, rows }: World): D1PreparedStatement[] {
  return family.tables.map(({ name, columns }) => {
    const cells = (rows.get(name) ?? []).map((row) => storedList(columns.map((column) => row[column.name] ?? null)));
    const named = columns.map((column) => `"${column.name}"`).join(", ");
    const values = columns.map((_, index) => `value ->> ${index}`).join(", ");
    return env.DB.prepare(`insert into "${name}" (${named}) select ${values} from json_each(?)`).bind(
      `[${cells.join(",")}]`,
    );
  });
}

const moment = "2026-01-01T00:00:00+00:00";

function sessions(): D1PreparedStatement[] {
  return people.flatMap((id) => [
    env.DB.prepare("insert into auth_users (id, role, created_at, updated_at) values (?, 'authenticated', ?, ?)").bind(
      id,
      moment,
      moment,
    ),
    env.DB.prepare("insert into auth_sessions (id, user_id, created_at, updated_at) values (?, ?, ?, ?)").bind(
      sessionOf({ id, role: "authenticated" }),
      id,
      moment,
      moment,
    ),
  ]);
}
