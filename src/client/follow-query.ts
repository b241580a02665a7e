import type { LiveQueryEvent, WrittenFailure } from "../wire/events.ts";
import type { AskedLiveQuery } from "../wire/join.ts";
import { afterSteps, type RowStep } from "../wire/live-query.ts";
import { Holding } from "./held-rows.ts";
import { channelName, type LiveClient, stay } from "./stay.ts";

export interface FollowQueryOptions<Row> {
  /** What GET gives: `/rest/v1/articles?select=id,title&order=id&limit=20`. */
  readonly path: string;
  /** All rows, whenever they are others than before; never a row that was not there at `sequence`. */
  readonly onRows: (rows: readonly Row[], told: RowsTold) => void;
  /** The query is wrong or not allowed: nothing more comes. */
  readonly onError?: (error: QueryError) => void;
  readonly onStatus?: (status: "live" | "waiting", why: string | null) => void;
}

export interface RowsTold {
  /** The change up to which the rows stand. */
  readonly sequence: number;
  /** rerun: the server reads again after changes, at most once a second. */
  readonly mode: "incremental" | "rerun";
}

export type QueryError = WrittenFailure;

export interface FollowingQuery {
  stop(): void;
}

/** The rows of a read, kept up to date. After a cut only what has changed comes again, where the server can tell. */
export function followQuery<Row>(client: LiveClient, options: FollowQueryOptions<Row>): FollowingQuery {
  let rows: readonly Row[] = [];
  let mode: RowsTold["mode"] = "incremental";
  let reached: number | null = null;
  const holding = new Holding<Row>();
  const stepped = ({ since, steps }: Extract<LiveQueryEvent, { kind: "steps" }>): readonly Row[] => {
    const base = since === undefined ? rows : (holding.base(since) ?? rows);
    return afterSteps(base, steps as readonly RowStep<Row>[]);
  };
  const stop = stay({
    client,
    name: channelName("query"),
    isPrivate: false,
    beyond: {
      get live_queries(): AskedLiveQuery[] {
        return [{ id: "0", path: options.path, held: reached === null ? null : holding.told(rows, reached) }];
      },
    },
    onStatus: options.onStatus,
    listen(channel) {
      channel.on("live_query" as "system", {}, (message: LiveQueryEvent) => {
        if (message.kind === "error") {
          stop();
          options.onError?.(message.error);
          return;
        }
        if (message.mode !== undefined) mode = message.mode;
        rows = message.kind === "rows" ? (message.rows as readonly Row[]) : stepped(message);
        reached = message.sequence;
        void holding.note(rows);
        options.onRows(rows, { sequence: message.sequence, mode });
      });
    },
  });
  return { stop };
}
