import { beforeAll, it } from "vitest";
import { afterSteps, type RowStep } from "../../src/wire/live-query.ts";
import { tokenOf } from "../live/believed.ts";
import { createTables, person, socketOf } from "../live/client.ts";
import { type Listening, type Note, noteWords, shownCount, storm } from "../live/storm.ts";

beforeAll(createTables);

const topic = "realtime:notes";
const live_queries = [{ id: "newest", path: `/rest/v1/notes?select=id,body&order=id.desc&limit=${shownCount}` }];
const postgres_changes = [{ event: "*", schema: "public", table: "notes" }];

interface Payload {
  readonly status?: string;
  readonly extension?: string;
  readonly cursor?: number;
  readonly kind?: string;
  readonly rows?: readonly Note[];
  readonly steps?: readonly RowStep<Note>[];
  readonly data?: {
    readonly sequence: number;
    readonly type: string;
    readonly record: Note | null;
    readonly old_record: Note | null;
  };
}

/** Joins a channel that listens to changes, and has a live query; resolves with where the server says that they begin. */
function join(ws: WebSocket, { since, hear, show, wrong }: Listening): Promise<number> {
  let rows: readonly Note[] = [];
  return new Promise((resolve, reject) => {
    const handlers: Readonly<Record<string, (payload: Payload) => void>> = {
      phx_reply: ({ status }) => {
        if (status !== "ok") wrong("refused");
      },
      system: ({ extension, status, cursor }) => {
        if (extension !== "postgres_changes" || status !== "ok") wrong([extension, status]);
        else resolve(cursor ?? -1);
      },
      postgres_changes: ({ data }) => {
        if (data === undefined) return wrong("no change");
        const row = data.type === "DELETE" ? data.old_record : data.record;
        hear(data.sequence, noteWords(data.type, row ?? {}));
      },
      live_query: (told) => {
        rows = told.kind === "rows" ? (told.rows ?? []) : afterSteps(rows, told.steps ?? []);
        show(rows);
      },
    };
    ws.addEventListener("message", ({ data }) => {
      const [, , , event, payload] = JSON.parse(String(data)) as [unknown, unknown, string, string, Payload];
      const handle = handlers[event] ?? wrong;
      handle(payload);
    });
    ws.addEventListener("close", ({ code, reason }) => reject(new Error(`closed: ${code} ${reason}`)));
    const config = { postgres_changes, live_queries, ...(since === null ? {} : { since }) };
    ws.send(JSON.stringify(["1", "1", topic, "phx_join", { config }]));
  });
}

it("loses nothing, repeats nothing, keeps the order and tells nobody what is another's", async () => {
  await storm(async (listening) => {
    const apikey = encodeURIComponent(tokenOf(person(listening.owner)));
    const ws = await socketOf(listening.object, `/realtime/v1/websocket?vsn=2.0.0&apikey=${apikey}`);
    return { cursor: await join(ws, listening), cut: () => ws.close(1000, "cut") };
  });
}, 240_000);
