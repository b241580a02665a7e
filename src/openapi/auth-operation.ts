import type { JsonObject } from "../kernel/json.ts";
import { ref } from "./component-name.ts";
import { answer, everyHeader } from "./responses.ts";

export const authTag = "auth";

/** An operation of `/auth/v1`. */
export interface AuthOperation {
  readonly path: string;
  readonly method: "get" | "post" | "put" | "patch" | "delete";
  readonly id: string;
  readonly description: string;
  /** Who it is for: a signed-in user, or anybody. */
  readonly user?: true;
  /** For the service alone. */
  readonly service?: true;
  readonly parameters?: readonly JsonObject[];
  readonly body?: JsonObject;
  /** Of the body. Default JSON; a form may be sent as JSON too. */
  readonly encoding?: "form";
  /** The schema of a success, `null` for 204, an answer without a body, or where the caller is led. */
  readonly gives: JsonObject | null | "nothing" | "redirect";
  /** In whose form it fails. Default GoTrue's. */
  readonly fails?: "oauth";
  /** Of a success with a body. Default 200. */
  readonly success?: 200 | 201;
}

export const text: JsonObject = { type: "string", format: "text", maxLength: 4096 };
export const uuid: JsonObject = { type: "string", format: "uuid", maxLength: 36 };
export const moment: JsonObject = { type: "string", format: "date-time", maxLength: 40 };
export const anything: JsonObject = { type: "object", maxProperties: 1000 };
export const seconds: JsonObject = {
  type: "integer",
  format: "int64",
  minimum: 0,
  maximum: Number.MAX_SAFE_INTEGER,
};

export function operationOf({
  id,
  description,
  parameters = [],
  body,
  encoding,
  gives,
  fails,
  success: status = 200,
}: AuthOperation): JsonObject {
  const failure = (words: string): JsonObject => ({
    description: words,
    headers: { ...everyHeader, "Retry-After": ref("headers", "Retry-After") },
    content: json(ref("schemas", fails === "oauth" ? "auth.oauth_error" : "auth.error")),
  });
  return {
    operationId: id,
    tags: [authTag],
    summary: description.split(/[.,]/, 1)[0] ?? id,
    description,
    parameters,
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { ...(encoding === "form" ? form(body) : {}), ...json(body) } } }),
    responses: {
      ...successOf(gives, status),
      400: failure("The request is wrong."),
      401: failure("The token does not hold."),
      422: failure("It cannot be done so."),
      429: failure("Too many requests."),
      500: failure("Something unexpected."),
    },
  };
}

function successOf(gives: AuthOperation["gives"], status: number): JsonObject {
  if (gives === null) return { 204: answer("Done.") };
  if (gives === "nothing") return { 200: answer("Done.") };
  if (gives === "redirect") return { 303: answer("Goes on there.", { headers: ["Location"] }) };
  return { [status]: answer("Done.", { content: json(gives) }) };
}

export function inPath(name: string, schema: JsonObject, description = "Which one."): JsonObject {
  return { name, in: "path", required: true, description, schema };
}

export function inQuery(name: string, description: string, schema: JsonObject): JsonObject {
  return { name, in: "query", required: false, description, schema };
}

function form(schema: JsonObject): JsonObject {
  return { "application/x-www-form-urlencoded": { schema } };
}

function json(schema: JsonObject): JsonObject {
  return { "application/json": { schema } };
}
