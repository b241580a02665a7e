import * as z from "zod";
import { digestBytes, type HeldRows, maxHeldRows } from "./held-rows.ts";

// What a client says in `phx_join` (docs/protocol.md, events of a client). A client of ours imports the types alone.

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
  rows: z
    .array(z.string().length(Math.ceil((digestBytes * 4) / 3)))
    .max(maxHeldRows)
    .readonly(),
});

const query = z.object({ id: z.string().min(1).max(64), path: z.string().min(1).max(16_000), held: held.nullish() });

/** What clients ask for beyond the dialect; the unmodified supabase-js lets it through among the options of changes. */
const beyond = z.object({
  since: z.number().int().min(0).nullish(),
  numbered: flag,
  live_queries: z.array(query).max(20).nullish(),
});

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
  postgres_changes_options: z.object({ wait: flag, timeout: z.number().nullish(), ...beyond.shape }).nullish(),
  private: flag,
  ...beyond.shape,
});

/** A flag as it comes in, and as it is read. */
type Flag = boolean | null | undefined;

export interface AskedListener {
  readonly event?: string | null | undefined;
  readonly schema?: string | null | undefined;
  readonly table?: string | null | undefined;
  readonly filter?: string | null | undefined;
  readonly select?: readonly string[] | null | undefined;
}

export interface AskedLiveQuery {
  readonly id: string;
  readonly path: string;
  readonly held?: HeldRows | null | undefined;
}

/** What a client of ours adds to its join. */
export interface AskedBeyond {
  readonly since?: number | null | undefined;
  readonly numbered?: Flag;
  readonly live_queries?: readonly AskedLiveQuery[] | null | undefined;
}

export interface AskedConfig extends AskedBeyond {
  readonly broadcast?: AskedBroadcast | null | undefined;
  readonly presence?: { readonly key?: string | null | undefined; readonly enabled?: Flag } | null | undefined;
  readonly postgres_changes?: readonly AskedListener[] | null | undefined;
  readonly postgres_changes_options?:
    | (AskedBeyond & { readonly wait?: Flag; readonly timeout?: number | null | undefined })
    | null
    | undefined;
  readonly private?: Flag;
}

export interface AskedBroadcast {
  readonly ack?: Flag;
  readonly self?: Flag;
  readonly replication_ready?: Flag;
  readonly replay?: { readonly since: number; readonly limit?: number | null | undefined } | null | undefined;
}

export interface JoinPayload {
  readonly config?: AskedConfig | null | undefined;
  readonly access_token?: string | null | undefined;
  /** A proof of the key that the token is bound to (RFC 9449). */
  readonly dpop?: string | null | undefined;
}

/** The payload of `phx_join`. */
export const joinPayload: z.ZodType<JoinPayload> = z.object({
  config: config.nullish(),
  access_token: z.string().nullish(),
  dpop: z.string().max(4_096).nullish(),
});
