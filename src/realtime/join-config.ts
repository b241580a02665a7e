import * as z from "zod";
import type { JsonObject } from "../kernel/json.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { digestBytes, type HeldRows, maxHeldRows } from "../wire/held-rows.ts";
import type { AskedQuery } from "./channel-queries.ts";

/** Some clients send flags as text, which the real server takes. */
const flag = z.union([z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")]).nullish();

const listener = z.object({
  event: z.string().max(63).nullish(),
  schema: z.string().max(63).nullish(),
  table: z.string().max(255).nullish(),
  filter: z.string().max(10_000).nullish(),
  select: z.array(z.string().max(255)).max(1_000).nullish(),
});

const held = z.object({
  since: z.number().int().min(0),
  rows: z.array(z.string().length(Math.ceil((digestBytes * 4) / 3))).max(maxHeldRows),
});

const query = z.object({ id: z.string().min(1).max(64), path: z.string().min(1).max(16_000), held: held.nullish() });

/** What clients ask for beyond the dialect; the unmodified supabase-js lets it through among the options of changes. */
const beyond = {
  since: z.number().int().min(0).nullish(),
  numbered: flag,
  live_queries: z.array(query).max(20).nullish(),
};

const config = z.object({
  broadcast: z
    .object({
      ack: flag,
      self: flag,
      replication_ready: flag,
      replay: z.object({ since: z.number(), limit: z.number().int().min(1).nullish() }).nullish(),
    })
    .nullish(),
  presence: z.object({ key: z.string().max(255).nullish(), enabled: flag }).nullish(),
  postgres_changes: z.array(listener).max(100).nullish(),
  postgres_changes_options: z.object({ wait: flag, timeout: z.number().nullish(), ...beyond }).nullish(),
  private: flag,
  ...beyond,
});

const payload = z.object({ config: config.nullish(), access_token: z.string().nullish() });

/** One `postgres_changes` listener, as the client wrote it. */
export interface Listener {
  readonly event?: string | null | undefined;
  readonly schema?: string | null | undefined;
  readonly table?: string | null | undefined;
  readonly filter?: string | null | undefined;
  readonly select?: readonly string[] | null | undefined;
}

/** What a client asks for when it joins. */
export interface JoinConfig {
  readonly accessToken: string | null;
  readonly isPrivate: boolean;
  /** The sender wants its own broadcasts too. */
  readonly self: boolean;
  readonly ack: boolean;
  /** It is told once changes can come. */
  readonly replicationReady: boolean;
  readonly replay: { readonly sinceMs: number; readonly limit: number | null } | null;
  /** Null: one is made. */
  readonly presenceKey: string | null;
  /** The client wants to know who is there. */
  readonly presence: boolean;
  readonly listeners: readonly Listener[];
  /** A join whose changes cannot be had is refused; else it is told of by a `system` message. */
  readonly wait: boolean;
  /** Changes after this number of the log are told first. */
  readonly since: number | null;
  /** Changes come as `change`, which supabase-js hands on with their number. */
  readonly numbered: boolean;
  readonly queries: readonly AskedQuery[];
  /** By the queries' ids: what the client has of their rows. Good for the join alone. */
  readonly held: Readonly<Record<string, HeldRows>>;
}

export function parseJoin(given: JsonObject): Result<JoinConfig, string> {
  const parsed = payload.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return err(`${issue?.path.join(".") ?? "payload"}: ${issue?.message ?? "invalid"}`);
  }
  const { config: asked, access_token: token } = parsed.data;
  const queries = asked?.live_queries ?? asked?.postgres_changes_options?.live_queries ?? [];
  const replay = asked?.broadcast?.replay;
  return ok({
    accessToken: token ?? null,
    isPrivate: asked?.private === true,
    self: asked?.broadcast?.self === true,
    ack: asked?.broadcast?.ack === true,
    replicationReady: asked?.broadcast?.replication_ready === true,
    replay: replay === undefined || replay === null ? null : { sinceMs: replay.since, limit: replay.limit ?? null },
    presenceKey: asked?.presence?.key || null,
    presence: asked?.presence?.enabled === true,
    listeners: asked?.postgres_changes ?? [],
    wait: asked?.postgres_changes_options?.wait === true,
    since: asked?.since ?? asked?.postgres_changes_options?.since ?? null,
    numbered: asked?.numbered === true || asked?.postgres_changes_options?.numbered === true,
    queries: queries.map(({ id, path }) => ({ id, path })),
    held: heldOf(queries),
  });
}

/** As many as may be compared. */
function heldOf(queries: readonly z.infer<typeof query>[]): JoinConfig["held"] {
  const entries: [string, HeldRows][] = [];
  let rest = maxHeldRows;
  for (const { id, held: has } of queries) {
    if (has === undefined || has === null || has.rows.length > rest) continue;
    rest -= has.rows.length;
    entries.push([id, has]);
  }
  return Object.fromEntries(entries);
}
