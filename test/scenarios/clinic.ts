import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { clinic } from "../apps/clinic.ts";
import { idOf, type Person } from "./scenario.ts";
import { openStage, type Stage, type StageOptions } from "./stage.ts";

export const people = {
  ann: { id: idOf("a", 1), role: "doctor" },
  bob: { id: idOf("a", 2), role: "doctor" },
  dan: { id: idOf("a", 3), role: "desk" },
} as const satisfies Readonly<Record<string, Person>>;

export const tables = ["shares", "visits", "patients", "_perigee_data_keys", "_perigee_idempotency"] as const;

export function openClinic(more: Partial<StageOptions> = {}): Promise<Stage> {
  const app = { ...clinic, graphql: { federation: true } };
  return openStage({ app, seed: { patients: [], visits: [], shares: [] }, people, ...more });
}

/** A D1 binding that notes every parameter of every statement. */
export function noting(real: D1Database, sent: unknown[]): D1Database {
  const around = (source: Pick<D1Database, "prepare" | "batch">) => ({
    prepare: (sql: string) => ({
      bind(...values: unknown[]) {
        sent.push(values);
        return source.prepare(sql).bind(...values);
      },
    }),
    batch: (statements: D1PreparedStatement[]) => source.batch(statements),
  });
  const withSession = (constraint?: string) => {
    const session = real.withSession(constraint);
    return { ...around(session), getBookmark: () => session.getBookmark() };
  };
  return { ...around(real), withSession } as unknown as D1Database;
}

/** The unmodified client, in somebody's name. */
export async function clientOf(stage: Stage, who: string): Promise<SupabaseClient> {
  const { authorization = "" } = await stage.credentials(who);
  const send = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const { response, text } = await stage.fetch(new Request(input, init));
    return new Response(response.status === 204 ? null : text, response);
  };
  return createClient("http://perigee.test", authorization.replace("Bearer ", ""), {
    global: { fetch: send },
    auth: { persistSession: false },
  });
}
