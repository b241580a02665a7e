import { bounds, type LogBounds, parseBounds } from "../changes/log.ts";
import type { LogDatabase } from "../changes/ports.ts";
import { sessionEnded } from "../engine/translate.ts";
import { type Failure, failure } from "../kernel/failure.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { type Statement, statement } from "../sql/compile.ts";
import { ref, type Sql, sql, value } from "../sql/fragment.ts";
import { coalesced } from "./coalesced.ts";

export interface AdmissionOptions {
  readonly database: LogDatabase;
  /** Whether the session of that id is alive, as a condition. */
  readonly alive: (session: Sql<never>) => Sql<never>;
  /** Resolves when the feed knows every interest that there is. */
  readonly register: () => Promise<void>;
  readonly onFault: (error: unknown) => void;
}

/** Lets a subscription in: its session is alive, and this is where the log ends. Its interests are known to the feed by then. */
export type Admit = (sessionId: string | null) => Promise<Result<LogBounds, Failure>>;

interface Waiting {
  readonly sessionId: string | null;
  readonly answer: (result: Result<LogBounds, Failure>) => void;
}

/** Those who come together are let in together: one call to the feed and one batch, however many they are. */
export function admission(options: AdmissionOptions): Admit {
  let waiting: Waiting[] = [];

  const letIn = coalesced(async () => {
    const group = waiting;
    waiting = [];
    try {
      await options.register();
      const ids = new Set(group.flatMap(({ sessionId }) => sessionId ?? []));
      const [ends, found] = await options.database.batch([bounds, living([...ids], options)], { retry: true });
      const alive = new Set(found?.rows.map((row) => row.id));
      const log = parseBounds(ends?.rows[0]);
      for (const { sessionId, answer } of group) {
        answer(sessionId === null || alive.has(sessionId) ? ok(log) : err(sessionEnded));
      }
    } catch (error) {
      options.onFault(error);
      for (const { answer } of group) answer(err(busy));
    }
  });

  return (sessionId) =>
    new Promise((answer) => {
      waiting.push({ sessionId, answer });
      void letIn();
    });
}

/** Those of the sessions that are alive. */
export async function livingSessions(
  ids: readonly string[],
  options: Pick<AdmissionOptions, "database" | "alive">,
): Promise<ReadonlySet<unknown>> {
  const [found] = await options.database.batch([living(ids, options)], { retry: true });
  return new Set(found?.rows.map((row) => row.id));
}

function living(ids: readonly string[], { alive }: Pick<AdmissionOptions, "alive">): Statement {
  const id = ref("asked", "value");
  return statement(
    sql`select ${id} as "id" from json_each(${value(JSON.stringify(ids))}) as "asked" where ${alive(id)}`,
  );
}

export const busy: Failure = failure("PER503", "the database is busy, try again");
