import * as z from "zod";
import type { RowStep } from "./live-query.ts";

// What the server says (docs/protocol.md, events of the server). A client of ours imports the types alone.

const row = z.record(z.string(), z.unknown());
const sequence = z.number().int().min(0);

const change = z.strictObject({
  schema: z.string(),
  table: z.string(),
  commit_timestamp: z.string(),
  type: z.enum(["INSERT", "UPDATE", "DELETE"]),
  columns: z.array(z.strictObject({ name: z.string(), type: z.string() })),
  record: row.optional(),
  old_record: row.optional(),
  errors: z.null(),
  sequence,
});

const system = z.strictObject({
  extension: z.enum(["system", "postgres_changes"]),
  status: z.enum(["ok", "error", "reset"]),
  message: z.string(),
  channel: z.string(),
  cursor: sequence.optional(),
  reason: z.enum(["pruned", "ahead", "overrun"]).optional(),
});

const step = z.union([
  z.strictObject({ op: z.literal("added"), at: z.number().int(), row: z.unknown() }),
  z.strictObject({ op: z.literal("changed"), at: z.number().int(), row: z.unknown() }),
  z.strictObject({ op: z.literal("moved"), from: z.number().int(), to: z.number().int() }),
  z.strictObject({ op: z.literal("removed"), at: z.number().int() }),
]);

const mode = z.enum(["incremental", "rerun"]);

const failure = z.strictObject({
  code: z.string(),
  message: z.string(),
  details: z.unknown(),
  hint: z.string().nullable(),
});

const liveQuery = z.discriminatedUnion("kind", [
  z.strictObject({ id: z.string(), kind: z.literal("rows"), mode, sequence, rows: z.array(z.unknown()) }),
  z.strictObject({
    id: z.string(),
    kind: z.literal("steps"),
    mode: mode.optional(),
    since: sequence.optional(),
    sequence,
    steps: z.array(step),
  }),
  z.strictObject({ id: z.string(), kind: z.literal("error"), error: failure }),
]);

const presences = z.record(z.string(), z.strictObject({ metas: z.array(z.looseObject({ phx_ref: z.string() })) }));

const broadcast = z.looseObject({ type: z.literal("broadcast"), event: z.string(), payload: z.unknown().optional() });

export interface ChangeData {
  readonly schema: string;
  readonly table: string;
  readonly commit_timestamp: string;
  readonly type: "INSERT" | "UPDATE" | "DELETE";
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly record?: Readonly<Record<string, unknown>> | undefined;
  readonly old_record?: Readonly<Record<string, unknown>> | undefined;
  readonly errors: null;
  readonly sequence: number;
}

export interface ChangeEvent {
  readonly listeners: readonly number[];
  readonly data: ChangeData;
}

export interface SystemEvent {
  readonly extension: "system" | "postgres_changes";
  readonly status: "ok" | "error" | "reset";
  readonly message: string;
  readonly channel: string;
  readonly cursor?: number | undefined;
  readonly reason?: "pruned" | "ahead" | "overrun" | undefined;
}

type Mode = "incremental" | "rerun";

export type LiveQueryEvent =
  | {
      readonly id: string;
      readonly kind: "rows";
      readonly mode: Mode;
      readonly sequence: number;
      readonly rows: readonly unknown[];
    }
  | {
      readonly id: string;
      readonly kind: "steps";
      /** Only of the first after a join with `held`, as `since` is. */
      readonly mode?: Mode | undefined;
      readonly since?: number | undefined;
      readonly sequence: number;
      readonly steps: readonly RowStep<unknown>[];
    }
  | { readonly id: string; readonly kind: "error"; readonly error: WrittenFailure };

/** As PostgREST writes errors. */
export interface WrittenFailure {
  readonly code: string;
  readonly message: string;
  readonly details: unknown;
  readonly hint: string | null;
}

// The compiler holds each schema to its type.
const changeEvent: z.ZodType<ChangeEvent> = z.strictObject({ listeners: z.array(z.number().int()), data: change });
const systemEvent: z.ZodType<SystemEvent> = system;
const liveQueryEvent: z.ZodType<LiveQueryEvent> = liveQuery;

export type ServerEvent =
  | "phx_reply"
  | "phx_close"
  | "postgres_changes"
  | "change"
  | "live_query"
  | "presence_state"
  | "presence_diff"
  | "broadcast"
  | "system";

/** The payload of each event that a server sends. */
export const serverEvents: Readonly<Record<ServerEvent, z.ZodType>> = {
  phx_reply: z.strictObject({ status: z.enum(["ok", "error"]), response: z.record(z.string(), z.unknown()) }),
  phx_close: z.strictObject({}),
  postgres_changes: z.strictObject({ ids: z.array(z.number().int()), data: change }),
  change: changeEvent,
  live_query: liveQueryEvent,
  presence_state: presences,
  presence_diff: z.strictObject({ joins: presences, leaves: presences }),
  broadcast,
  system: systemEvent,
};
