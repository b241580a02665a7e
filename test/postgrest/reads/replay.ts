import { expect } from "vitest";
import { playTables } from "../../scenarios/play-tables.ts";
import type { Stage, StageOptions } from "../../scenarios/stage.ts";
import { fixtures } from "./app.ts";
import { seed } from "./seed.ts";

/**
 * Requests, each with its answer: `/path`, or `HEAD /path`, headers after it as ` | Prefer: count=exact`. A text is the
 * JSON of a 200, compared as JSON.
 */
export type Answers = Readonly<Record<string, string | Answer>>;

export interface Answer {
  /** 200 unless given. */
  readonly status?: number;
  /** JSON, or to the letter where `type` is another. */
  readonly body?: string;
  readonly range?: string;
  /** JSON unless given; null for none. */
  readonly type?: string | null;
  readonly headers?: Readonly<Record<string, string | null>>;
}

export function failed(
  status: number,
  code: string,
  message: string,
  rest: { details?: unknown; hint?: string } = {},
): Answer {
  const { details = null, hint = null } = rest;
  return {
    status,
    body: JSON.stringify({ code, message, details, hint }),
    headers: { "proxy-status": `Perigee; error=${code}` },
  };
}

/** What PostgREST's parser says of a text that it cannot read. */
export function unread(what: string, column: number, details: string): Answer {
  return failed(400, "PGRST100", `"failed to parse ${what}" (line 1, column ${column})`, { details });
}

/** What is said where rows are counted, of a request without their text. */
export function counted(range: string, status = 200): Answer {
  return { status, range };
}

/** Sends every request to a worker over the fixtures, or what else is given. */
export function replay(
  tables: Readonly<Record<string, Answers>>,
  world: Pick<StageOptions, "app" | "seed"> = { app: fixtures, seed },
): void {
  const cases = Object.entries(tables).map(([title, answers]) => [title, Object.entries(answers)] as const);
  playTables({ ...world, people: {} }, Object.fromEntries(cases), {
    name: ([request]) => request,
    writes: () => false,
    check: (stage, [request, answer]) => check(stage, request, typeof answer === "string" ? { body: answer } : answer),
  });
}

const json = "application/json; charset=utf-8";

async function check(stage: Stage, asked: string, answer: Answer): Promise<void> {
  const { response, text, recording } = await stage.fetch(requestOf(asked));
  const { status = 200, body, range, type = json, headers = {} } = answer;
  expect(response.status, text.slice(0, 800)).toBe(status);
  expect(response.headers.get("content-type")).toBe(type);
  if (range !== undefined) expect(response.headers.get("content-range")).toBe(range);
  for (const [name, value] of Object.entries(headers)) expect(response.headers.get(name), name).toBe(value);
  if (asked.startsWith("HEAD ")) expect(text).toBe("");
  else if (body !== undefined && type?.includes("json")) expect(JSON.parse(text)).toEqual(JSON.parse(body));
  else if (body !== undefined) expect(text).toBe(body);
  if (response.ok && !asked.startsWith("OPTIONS ")) expect(recording.batches.map((batch) => batch.length)).toEqual([1]);
}

function requestOf(asked: string): Request {
  const [line = "", ...lines] = asked.split(" | ");
  const [, method = "GET", path = ""] = /^(?:(HEAD|OPTIONS) )?(\/.*)$/s.exec(line) ?? [];
  const headers = lines.map((each): [string, string] => {
    const [name = "", ...value] = each.split(": ");
    return [name, value.join(": ")];
  });
  return new Request(`http://perigee.test/rest/v1${path}`, { method, headers });
}
