import type { ChangeEvent, SystemEvent } from "../wire/events.ts";
import type { LiveClient } from "./stay.ts";
import { channelName, stay } from "./stay.ts";

/** Which changes are wanted, as in `channel.on("postgres_changes", …)`. */
export interface ChangeFilter {
  readonly event?: "*" | "INSERT" | "UPDATE" | "DELETE";
  readonly table?: string;
  readonly filter?: string;
  readonly select?: readonly string[];
}

export interface Change<Row> {
  /** Its place in the order of all changes: `since` for whoever goes on from here. */
  readonly sequence: number;
  readonly table: string;
  readonly eventType: "INSERT" | "UPDATE" | "DELETE";
  readonly commit_timestamp: string;
  /** Empty for a delete. */
  readonly new: Partial<Row>;
  /** Empty for an insert; of a row that is not visible any more its key alone. */
  readonly old: Partial<Row>;
}

export interface FollowChangesOptions<Row> {
  readonly changes: readonly ChangeFilter[];
  /** Go on after this change: a `cursor` from before. Default: from now on. */
  readonly since?: number | null;
  readonly channel?: string;
  readonly private?: boolean;
  /** Every change once, in order, over however many sockets. */
  readonly onChange: (change: Change<Row>) => void;
  /**
   * Changes are missing: read the data again. pruned: the log no longer has them; ahead: the database is an older one;
   * overrun: there were too many at once.
   */
  readonly onReset?: (reason: "pruned" | "ahead" | "overrun") => void;
  readonly onStatus?: (status: "live" | "waiting", why: string | null) => void;
}

export interface Following {
  /** The last change that was told, or where it began; null before that is known. */
  readonly cursor: number | null;
  stop(): void;
}

/** Follows changes through cut sockets, sleep and restarts: after each join it goes on behind the last change it has told. */
export function followChanges<Row>(client: LiveClient, options: FollowChangesOptions<Row>): Following {
  let cursor = options.since ?? null;
  const beyond = {
    numbered: true,
    get since() {
      return cursor;
    },
  };
  const stop = stay({
    client,
    name: options.channel ?? channelName("changes"),
    isPrivate: options.private ?? false,
    beyond,
    onStatus: options.onStatus,
    listen(channel) {
      for (const change of options.changes) {
        const asked = { event: "*", schema: "public", ...change };
        channel.on("postgres_changes" as "system", asked as never, () => undefined);
      }
      channel.on("change" as "system", {}, (payload: ChangeEvent) => {
        const { data } = payload;
        if (cursor !== null && data.sequence <= cursor) return;
        cursor = data.sequence;
        options.onChange(changeOf<Row>(data));
      });
      channel.on("system", {}, (payload: SystemEvent) => {
        if (payload.extension !== "postgres_changes" || typeof payload.cursor !== "number") return;
        if (payload.status === "reset") {
          cursor = payload.cursor;
          options.onReset?.(payload.reason ?? "pruned");
        } else cursor ??= payload.cursor;
      });
    },
  });
  return {
    get cursor() {
      return cursor;
    },
    stop,
  };
}

function changeOf<Row>({ type, record, old_record, ...rest }: ChangeEvent["data"]): Change<Row> {
  const { sequence, table, commit_timestamp } = rest;
  return { sequence, table, commit_timestamp, eventType: type, new: rowOf<Row>(record), old: rowOf<Row>(old_record) };
}

/** What a row is, the caller says. */
function rowOf<Row>(row: ChangeEvent["data"]["record"]): Partial<Row> {
  return (row ?? {}) as Partial<Row>;
}
