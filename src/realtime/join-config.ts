import type { JsonObject } from "../kernel/json.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { type HeldRows, maxHeldRows } from "../wire/held-rows.ts";
import { type AskedListener, type AskedLiveQuery, joinPayload } from "../wire/join.ts";
import type { AskedQuery } from "./channel-queries.ts";

/** One `postgres_changes` listener, as the client wrote it. */
export type Listener = AskedListener;

/** What a client asks for when it joins. */
export interface JoinConfig {
  readonly accessToken: string | null;
  /** The proof of its key, where it is bound to one. */
  readonly dpop: string | null;
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
  const parsed = joinPayload.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return err(`${issue?.path.join(".") ?? "payload"}: ${issue?.message ?? "invalid"}`);
  }
  const { config: asked, access_token: token, dpop } = parsed.data;
  const queries = asked?.live_queries ?? asked?.postgres_changes_options?.live_queries ?? [];
  const replay = asked?.broadcast?.replay;
  return ok({
    accessToken: token ?? null,
    dpop: dpop ?? null,
    isPrivate: asked?.private === true,
    self: asked?.broadcast?.self === true,
    ack: asked?.broadcast?.ack === true,
    replicationReady: asked?.broadcast?.replication_ready === true,
    replay: replay === undefined || replay === null ? null : { sinceMs: replay.since, limit: replay.limit ?? null },
    presenceKey: asked?.presence?.key || null,
    // A client that says nothing of presence is of a time before it could be switched off.
    presence: asked?.presence === undefined || asked.presence === null || asked.presence.enabled === true,
    listeners: asked?.postgres_changes ?? [],
    wait: asked?.postgres_changes_options?.wait === true,
    since: asked?.since ?? asked?.postgres_changes_options?.since ?? null,
    numbered: asked?.numbered === true || asked?.postgres_changes_options?.numbered === true,
    queries: queries.map(({ id, path }) => ({ id, path })),
    held: heldOf(queries),
  });
}

/** As many as may be compared. */
function heldOf(queries: readonly AskedLiveQuery[]): JoinConfig["held"] {
  const entries: [string, HeldRows][] = [];
  let rest = maxHeldRows;
  for (const { id, held: has } of queries) {
    if (has === undefined || has === null || has.rows.length > rest) continue;
    rest -= has.rows.length;
    entries.push([id, has]);
  }
  return Object.fromEntries(entries);
}
