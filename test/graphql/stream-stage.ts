import { env } from "cloudflare:workers";
import { vi } from "vitest";
import { readSince } from "../../src/changes/log.ts";
import { compileApp } from "../../src/compiled.ts";
import type { App } from "../../src/define.ts";
import { createEngine } from "../../src/engine/engine.ts";
import { createAsk } from "../../src/graphql/ask.ts";
import type { GraphError } from "../../src/graphql/errors.ts";
import { createStreams } from "../../src/graphql/stream/begin.ts";
import type { Sink } from "../../src/graphql/stream/running.ts";
import type { Json } from "../../src/kernel/json.ts";
import type { Principal } from "../../src/kernel/principal.ts";
import { beginning, type Watermark } from "../../src/kernel/watermark.ts";
import { LiveCore } from "../../src/live/core.ts";
import { d1Database } from "../../src/platform/d1.ts";
import { sql as fragment } from "../../src/sql/fragment.ts";
import { ddl } from "../../tools/db/ddl.ts";
import { recordDatabase } from "../scenarios/recorder.ts";

/** Subscriptions over a real D1, as a connection object has them; changes are handed on by hand. */
export interface StreamStage {
  readonly follow: (query: string, principal: Principal, variables?: Readonly<Record<string, Json>>) => Followed;
  /** What a query gives now. */
  readonly query: (query: string, principal: Principal) => Promise<Result>;
  /** Hands on what has been written since. */
  readonly pump: () => Promise<void>;
  /** The statements by which subscriptions have been answered since the last call. */
  readonly statements: () => readonly string[];
  readonly write: (...statements: readonly string[]) => Promise<void>;
  /** The next statements of subscriptions fail, so many of them. */
  readonly failNext: (count: number) => void;
}

export interface Followed {
  readonly results: readonly Result[];
  readonly refused: () => readonly GraphError[] | null;
  readonly untilTold: (count: number) => Promise<void>;
  readonly end: () => void;
}

export interface Result {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly GraphError[];
}

export async function openStreams(app: App): Promise<StreamStage> {
  await env.DB.batch((await ddl(app)).map((text) => env.DB.prepare(text)));
  const { model, policy, functions, limits, live: settings } = compileApp(app);
  const recorded = recordDatabase(env.DB);
  const asked = d1Database(recorded.binding);
  let failing = 0;
  const database: typeof asked = {
    ...asked,
    batch(...given) {
      if (failing === 0) return asked.batch(...given);
      failing -= 1;
      return Promise.reject(new Error("the network is down"));
    },
  };
  const log = d1Database(env.DB);
  const alive = () => fragment`1`;
  const engine = createEngine({ model, policy, database, limits, alive });
  const clock = (): number => Date.now();
  const delay = (delayMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, delayMs));
  const onFault = (): void => undefined;
  const live = new LiveCore({
    ...{ connection: "one", model, policy, database: log, alive, settings, clock, delay, onFault },
    feed: { register: async () => 1 },
    memory: {
      loadWatermark: () => null,
      saveWatermark: () => undefined,
      loadVersion: () => null,
      saveVersion: () => undefined,
    },
    wake: () => undefined,
  });
  const ask = createAsk({
    ...{ engine, model, policy, functions, limits },
    query: () => {
      throw new TypeError("no function is called");
    },
    options: app.graphql ?? {},
  });
  const streams = createStreams({ live, ask, clock, delay, newId: () => crypto.randomUUID(), onFault });
  const follow: StreamStage["follow"] = (query, principal, variables = {}) => {
    const request = { query, operationName: null, variables, documentId: null };
    const prepared = streams.prepare(request as Parameters<typeof streams.prepare>[0], principal, false);
    if (!prepared.ok) throw new TypeError(`${query}: ${JSON.stringify(prepared.error.errors)}`);
    const { sink, followed } = listen();
    const running = streams.begin(prepared.value, principal, sink);
    return { ...followed, end: () => running.end() };
  };
  let position: Watermark = beginning;
  return {
    follow,
    async query(query, principal) {
      const { results, untilTold } = follow(query, principal);
      await untilTold(1);
      return results[0] ?? { data: null };
    },
    async pump() {
      for (;;) {
        const { changes, end, latest } = await readSince(log, position, 1_000);
        await live.receive({ from: position, to: end, changes, reset: null });
        position = end;
        if (end >= latest) return;
      }
    },
    statements: () => recorded.take().batches.flat(),
    async write(...statements) {
      await env.DB.batch(statements.map((text) => env.DB.prepare(text)));
    },
    failNext(count) {
      failing = count;
    },
  };
}

function listen(): { readonly sink: Sink; readonly followed: Omit<Followed, "end"> } {
  const results: Result[] = [];
  let refused: readonly GraphError[] | null = null;
  const sink: Sink = {
    next: (text) => void results.push(JSON.parse(text)),
    complete: () => undefined,
    fail: ({ errors }) => {
      refused = errors;
    },
    ended: () => undefined,
  };
  const untilTold = (count: number): Promise<void> =>
    vi.waitFor(
      () => {
        if (results.length < count) throw new Error(`${results.length} of ${count}: ${JSON.stringify(refused)}`);
      },
      { interval: 5, timeout: 10_000 },
    );
  return { sink, followed: { results, refused: () => refused, untilTold } };
}
