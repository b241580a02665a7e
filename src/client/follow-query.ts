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

/** As PostgREST writes errors. */
export interface QueryError {
  readonly code: string;
  readonly message: string;
  readonly details: unknown;
  readonly hint: string | null;
}

export interface FollowingQuery {
  stop(): void;
}

/** The rows of a read, kept up to date. After a cut only what has changed comes again, where the server can tell. */
export function followQuery<Row>(client: LiveClient, options: FollowQueryOptions<Row>): FollowingQuery {
  let rows: readonly Row[] = [];
  let mode: RowsTold["mode"] = "incremental";
  let reached: number | null = null;
  const holding = new Holding<Row>();
  const stop = stay({
    client,
    name: channelName("query"),
    isPrivate: false,
    beyond: {
      get live_queries() {
        return [{ id: "0", path: options.path, held: reached === null ? null : holding.told(rows, reached) }];
      },
    },
    onStatus: options.onStatus,
    listen(channel) {
      channel.on("live_query" as "system", {}, (message: QueryMessage<Row>) => {
        if (message.kind === "error") {
          stop();
          options.onError?.(message.error);
          return;
        }
        if (message.mode !== undefined) mode = message.mode;
        if (message.kind === "rows") rows = message.rows;
        else
          rows = afterSteps((message.since === undefined ? null : holding.base(message.since)) ?? rows, message.steps);
        reached = message.sequence;
        void holding.note(rows);
        options.onRows(rows, { sequence: message.sequence, mode });
      });
    },
  });
  return { stop };
}

type QueryMessage<Row> =
  | {
      readonly kind: "rows";
      readonly mode: RowsTold["mode"];
      readonly sequence: number;
      readonly rows: readonly Row[];
    }
  | {
      readonly kind: "steps";
      readonly mode?: RowsTold["mode"];
      /** The steps start from the rows that were held then. */
      readonly since?: number;
      readonly sequence: number;
      readonly steps: readonly RowStep<Row>[];
    }
  | { readonly kind: "error"; readonly error: QueryError };
