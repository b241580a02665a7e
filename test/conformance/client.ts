import { PostgrestClient } from "@supabase/postgrest-js";
import { expect } from "vitest";
import { checkEffects, checkStatements, sqlText } from "../scenarios/play.ts";
import { playTables } from "../scenarios/play-tables.ts";
import type { Recording } from "../scenarios/recorder.ts";
import type { Effect, Who } from "../scenarios/scenario.ts";
import type { Stage, StageOptions } from "../scenarios/stage.ts";

/** What the client makes of an answer. */
export interface ClientAnswer {
  readonly data: unknown;
  readonly error: unknown;
  readonly count: number | null;
  readonly status: number;
}

/** One call through the unmodified client: who asks what, and all that must come of it. */
export interface ClientCase {
  readonly name: string;
  readonly who?: Who;
  readonly ask: (client: PostgrestClient) => PromiseLike<ClientAnswer>;
  readonly status: number;
  readonly data?: unknown;
  /** `code`, `message`, `details` and `hint` as the client gives them; absent for none. */
  readonly error?: Readonly<Record<"code" | "message", string> & { details: unknown; hint: string | null }>;
  readonly count?: number;
  readonly effects?: readonly Effect[];
  readonly roundTrips?: number;
}

/** Plays tables of calls against an application, as `play` does with raw requests. */
export function playClient(options: StageOptions, tables: Readonly<Record<string, readonly ClientCase[]>>): void {
  playTables(options, tables, { name: ({ name }) => name, writes: () => true, check });
}

interface Seen {
  readonly method: string;
  readonly path: string;
  readonly response: Response;
  readonly recording: Recording;
}

async function check(stage: Stage, wanted: ClientCase): Promise<void> {
  const seen: Seen[] = [];
  const client = new PostgrestClient("http://perigee.test/rest/v1", {
    headers: { ...(await stage.credentials(wanted.who ?? "anon")) },
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const { response, text, recording } = await stage.fetch(request);
      seen.push({ method: request.method, path: new URL(request.url).pathname, response, recording });
      const { status, headers } = response;
      return new Response(status === 204 || (status === 201 && text === "") ? null : text, { status, headers });
    },
  });
  const { data, error, count, status } = await wanted.ask(client);
  const said = JSON.stringify({ status, error, data });
  expect({ status, error: plain(error) }, said).toEqual({ status: wanted.status, error: wanted.error ?? null });
  expect(data).toEqual(wanted.data ?? null);
  expect(count ?? null).toBe(wanted.count ?? null);
  const [only, ...others] = seen;
  if (only === undefined || others.length > 0) throw new TypeError("one call is one request");
  const { method, path, response, recording } = only;
  const { who, roundTrips } = wanted;
  const asked = { request: `${method} ${path}`, ...(who && { who }), ...(roundTrips !== undefined && { roundTrips }) };
  checkStatements(asked, { response, recording });
  expect(sqlText(recording)).toMatchSnapshot("sql");
  await checkEffects(stage, wanted.effects);
}

/** The client's error is an Error with PostgREST's four members. */
function plain(error: unknown): unknown {
  if (typeof error !== "object" || error === null) return error;
  const { code, message, details, hint } = error as Readonly<Record<string, unknown>>;
  return { code, message, details, hint };
}
