import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { integer, real, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { readSince } from "../../src/changes/log.ts";
import { type App, defineApp } from "../../src/define.ts";
import { createEngine } from "../../src/engine/engine.ts";
import { resolveLimits } from "../../src/engine/limits.ts";
import type { Principal } from "../../src/kernel/principal.ts";
import { beginning, type Watermark } from "../../src/kernel/watermark.ts";
import { LiveCore } from "../../src/live/core.ts";
import { type LiveQuery, openQuery, type QueryAsked, type QueryDeps, type QueryMode } from "../../src/live/query.ts";
import type { Delta } from "../../src/live/query-diff.ts";
import { resolveLive } from "../../src/live/settings.ts";
import { d1Database } from "../../src/platform/d1.ts";
import { pathRequest } from "../../src/rest/read-path.ts";
import { and, caller, eq, or } from "../../src/rules/condition.ts";
import { allow, rulesFor } from "../../src/rules/grant.ts";
import { compilePolicy } from "../../src/rules/policy.ts";
import { collection } from "../../src/schema/collection.ts";
import { json, timestamp } from "../../src/schema/columns.ts";
import { compileModel } from "../../src/schema/compile.ts";
import { sql as fragment } from "../../src/sql/fragment.ts";
import { afterSteps, type RowStep } from "../../src/wire/live-query.ts";
import { ddl } from "../../tools/db/ddl.ts";

// For tests alone: live queries over a real D1, their changes handed on by hand.

const authors = sqliteTable("authors", {
  id: integer().primaryKey(),
  name: text().notNull(),
  public: integer({ mode: "boolean" }).notNull(),
  age: integer(),
});

const articles = sqliteTable("articles", {
  id: integer().primaryKey(),
  authorId: integer("author_id").references(() => authors.id, { onDelete: "set null" }),
  owner: text().notNull(),
  status: text({ enum: ["draft", "published"] }).notNull(),
  title: text(),
  rank: integer(),
  score: real(),
  secret: text(),
  data: json(),
  at: timestamp(),
});

const comments = sqliteTable("comments", {
  id: integer().primaryKey(),
  article: integer()
    .notNull()
    .references(() => articles.id, { onDelete: "cascade" }),
  body: text().notNull().default(sql`'hm'`),
});

const own = eq(articles.owner, caller.id);

export const app: App = defineApp({
  name: "live queries",
  collections: [authors, articles, comments].map((table) => collection(table)),
  rules: [
    rulesFor(authors, { select: [allow("anon").when(eq(authors.public, true))] }),
    rulesFor(articles, {
      select: [
        allow("anon")
          .when(eq(articles.status, "published"))
          .only(
            ...[articles.id, articles.authorId, articles.owner, articles.status, articles.title],
            articles.rank,
            articles.score,
            articles.data,
            articles.at,
          ),
        allow("authenticated").when(or(own, and(own, eq(articles.status, "draft")))),
      ],
    }),
    rulesFor(comments, { select: [allow("anon")] }),
  ],
});

export interface QueryStage {
  /** How many times live queries have read. */
  readonly reads: () => number;
  /** Hands on what has been written since. */
  readonly pump: (changesAtOnce?: number) => Promise<void>;
  readonly watch: (path: string, principal: Principal) => Promise<Watched>;
  /** What a read gives now; its order must tell rows apart. */
  readonly read: (path: string, principal: Principal) => Promise<unknown>;
}

/** A query as its client has it. */
export interface Watched {
  readonly query: LiveQuery | null;
  readonly refused: string | null;
  rows: readonly unknown[] | null;
  mode: QueryMode | null;
  sequence: number;
  readonly told: (readonly Delta[])[];
  snapshots: number;
}

export async function openStage(): Promise<QueryStage> {
  await env.DB.batch((await ddl(app)).map((text) => env.DB.prepare(text)));
  const model = compileModel(app.collections);
  const policy = compilePolicy(model, app.rules, {});
  const database = d1Database(env.DB);
  const limits = resolveLimits();
  const alive = () => fragment`1`;
  const engine = createEngine({ model, policy, database, limits, alive });
  const delay = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
  const onFault = (error: unknown): void => {
    throw error;
  };
  let nowMs = Date.parse("2026-01-01");
  const clock = (): number => (nowMs += 60_000);
  const memory = {
    loadWatermark: () => null,
    saveWatermark: () => undefined,
    loadVersion: () => null,
    saveVersion: () => undefined,
  };
  const feed = { register: async () => 1 };
  const settings = resolveLive();
  const wake = (): void => undefined;
  const live = new LiveCore({
    connection: "one",
    model,
    policy,
    database,
    alive,
    feed,
    memory,
    settings,
    clock,
    delay,
    wake,
    onFault,
  });
  let position: Watermark = beginning;
  const context = (principal: Principal) => ({ principal, now: "2026-01-01T00:00:00+00:00" });
  let reads = 0;
  const counting: QueryDeps["engine"] = {
    readBeside(...asked) {
      reads++;
      return engine.readBeside(...asked);
    },
  };
  const deps: QueryDeps = { live, engine: counting, model, policy, maxRows: limits.maxRows, clock, delay, onFault };
  return {
    reads: () => reads,
    async pump(changesAtOnce = 1_000) {
      for (;;) {
        const { changes, end, latest } = await readSince(database, position, changesAtOnce);
        await live.receive({ from: position, to: end, changes, reset: null });
        position = end;
        if (end >= latest) return;
      }
    },
    watch: (path, principal) => watch({ deps, model, limits }, path, principal),
    async read(path, principal) {
      const request = pathRequest({ model, limits }, path);
      if (!request.ok) throw new TypeError(request.error.message);
      const answer = await engine.read(request.value, context(principal));
      return answer.ok ? JSON.parse(answer.value.json) : answer.error;
    },
  };
}

type Parts = Parameters<typeof pathRequest>[0] & { readonly deps: QueryDeps };

async function watch({ deps, model, limits }: Parts, path: string, principal: Principal): Promise<Watched> {
  const request = pathRequest({ model, limits }, path);
  if (!request.ok) throw new TypeError(request.error.message);
  const read = request.value.build();
  if (!read.ok) throw new TypeError(read.error.message);
  const watched = { rows: null, mode: null, sequence: 0, told: [], snapshots: 0, refused: null, query: null } as {
    -readonly [K in keyof Watched]: Watched[K];
  };
  const told: (readonly Delta[])[] = [];
  const asked: QueryAsked = {
    principal,
    read: { ...request.value, read: read.value },
    snapshot(rows, sequence, mode) {
      Object.assign(watched, {
        rows: rows.map((row) => JSON.parse(row)),
        sequence,
        mode,
        snapshots: watched.snapshots + 1,
      });
    },
    deltas(deltas, sequence) {
      if (sequence < watched.sequence) throw new Error("out of order");
      told.push(deltas);
      watched.rows = afterSteps(watched.rows ?? [], deltas.map(step));
      watched.sequence = sequence;
    },
    failed(failure) {
      watched.refused = failure.code;
    },
    ended: () => undefined,
  };
  const query = await openQuery(deps, asked);
  if (query.ok) watched.query = query.value;
  else watched.refused = query.error.code;
  return Object.assign(watched, { told });
}

function step(delta: Delta): RowStep<unknown> {
  return "json" in delta ? { op: delta.op, at: delta.at, row: JSON.parse(delta.json) } : delta;
}
