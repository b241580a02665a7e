import type { Scenario, Who } from "../scenarios/scenario.ts";
import { failureOf, json } from "./words.ts";

/** A read and the whole of its answer: its rows, or why there are none. */
export interface Reading {
  readonly name: string;
  readonly who?: Who;
  /** GET unless given. */
  readonly method?: "HEAD";
  /** Below `/rest/v1`. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** 200 for rows, 400 for a failure. */
  readonly status?: number;
  /** The body to the letter. */
  readonly text?: string;
  /** `Content-Range`; all of the rows in `text`, not counted, unless given. */
  readonly range?: string;
  readonly contentType?: string;
  readonly applied?: string;
  readonly failure?: Failure;
}

interface Failure {
  readonly code: string;
  readonly message: string;
  readonly details?: unknown;
  readonly hint?: string;
}

export function readings(list: readonly Reading[]): readonly Scenario[] {
  return list.map(({ name, who, method = "GET", path, headers, ...answer }) => ({
    name,
    request: `${method} ${path}`,
    ...(who && { who }),
    ...(headers && { headers }),
    ...(answer.failure === undefined ? answered(answer, method) : refused(answer, answer.failure, method)),
  }));
}

type Answer = Omit<Reading, "name" | "path" | "method" | "who" | "headers">;
type Answered = Pick<Scenario, "status" | "text" | "answerHeaders">;

function answered({ status = 200, text = "", range, contentType = json, applied }: Answer, method: string): Answered {
  const rows: unknown = range === undefined && method === "GET" ? JSON.parse(text) : [];
  return {
    status,
    text,
    answerHeaders: {
      "content-type": contentType,
      "content-range": range ?? rangeOf(Array.isArray(rows) ? rows.length : 1),
      "preference-applied": applied ?? null,
      "proxy-status": null,
    },
  };
}

function refused({ status = 400, range, applied }: Answer, failure: Failure, method: string): Answered {
  const { code, message, details = null, hint } = failure;
  const body = { ...failureOf(code, message, { hint: hint ?? null }), details };
  return {
    status,
    text: method === "HEAD" ? "" : JSON.stringify({ code, message, details: body.details, hint: body.hint }),
    answerHeaders: {
      "content-type": json,
      "content-range": range ?? null,
      "preference-applied": applied ?? null,
      // A range that there is not is answered as rows are.
      ...(range === undefined && { "proxy-status": `Perigee; error=${code}` }),
    },
  };
}

function rangeOf(count: number): string {
  return count === 0 ? "*/*" : `0-${count - 1}/*`;
}
