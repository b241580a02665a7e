import type { JsonObject } from "../kernel/json.ts";
import { ref } from "./component-name.ts";
import { maxValueBytes } from "./value-schema.ts";

/** In every answer. */
export const everyHeader: JsonObject = {
  RateLimit: ref("headers", "RateLimit"),
  "Access-Control-Allow-Origin": ref("headers", "Access-Control-Allow-Origin"),
};

const short = { type: "string", format: "text", maxLength: 1000 };

export const headerComponents: JsonObject = {
  RateLimit: { description: "What is left of the caller's window, where the definition limits them.", schema: short },
  "Retry-After": {
    description: "Seconds until a request is worth while again.",
    schema: { type: "integer", format: "int32", minimum: 0, maximum: 2_147_483_647 },
  },
  "Access-Control-Allow-Origin": { description: "To requests from a browser: who may read this.", schema: short },
  "Content-Range": { description: "Which rows these are, of how many: `0-9/120`, `0-9/*`.", schema: short },
  "Preference-Applied": { description: "What of `Prefer` had a part in this.", schema: short },
  Location: {
    description: "Where the new row is, a filter by its key; of a redirect where it leads.",
    schema: { ...short, maxLength: 16_384 },
  },
};

const text = { type: "string", format: "text", maxLength: maxValueBytes };

export const errorSchema: JsonObject = {
  type: "object",
  description: "PostgREST's error body.",
  required: ["code", "message", "details", "hint"],
  properties: {
    code: {
      ...text,
      maxLength: 100,
      description: "PostgREST's (`PGRST…`), PostgreSQL's SQLSTATE, or Perigee's (`PER…`).",
    },
    message: text,
    details: { description: "Text, or what PGRST201 lists." },
    hint: { ...text, type: ["string", "null"] },
  },
};

/** By status, and what each says. */
const failures: Readonly<Record<string, string>> = {
  400: "The request is wrong.",
  401: "The token does not hold, or nobody is signed in.",
  403: "The caller may not do this.",
  404: "There is no such thing.",
  406: "There is no such form of answer, or not exactly one row.",
  409: "It would break a constraint.",
  412: "A precondition does not hold.",
  413: "The body is too large.",
  416: "There are no rows in that range.",
  429: "Too many requests.",
  500: "Something unexpected; ask about it by its request id.",
  503: "The database is busy.",
};

export const failureComponents: JsonObject = Object.fromEntries(
  Object.entries(failures).map(([status, description]) => [
    `failure.${status}`,
    {
      description,
      headers: { ...everyHeader, ...(status === "429" ? { "Retry-After": ref("headers", "Retry-After") } : {}) },
      content: { "application/json": { schema: ref("schemas", "error.body") } },
    },
  ]),
);

/** The failures that any operation may answer, and those of its own. */
export function failuresOf(...own: readonly (keyof typeof failures)[]): JsonObject {
  const statuses = ["400", "401", ...own, "429", "500", "503"].map(String).sort();
  return Object.fromEntries(statuses.map((status) => [status, ref("responses", `failure.${status}`)]));
}

export interface AnswerOptions {
  readonly headers?: readonly string[];
  readonly content?: JsonObject | null;
}

/** An answer that is no failure. */
export function answer(description: string, { headers = [], content = null }: AnswerOptions = {}): JsonObject {
  return {
    description,
    headers: { ...everyHeader, ...Object.fromEntries(headers.map((name) => [name, ref("headers", name)])) },
    ...(content === null ? {} : { content }),
  };
}

/** Rows, in the forms that the dialect has. */
export function rowsContent(row: JsonObject, maxRows: number): JsonObject {
  return {
    "application/json": { schema: { type: "array", items: row, maxItems: maxRows } },
    "application/vnd.pgrst.object+json": { schema: row },
    "text/csv": { schema: text },
  };
}
