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
  /** The schema of a success, or `null` for 204. */
  readonly gives: JsonObject | null;
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
  gives,
  success: status = 200,
}: AuthOperation): JsonObject {
  const failure = (words: string): JsonObject => ({
    description: words,
    headers: { ...everyHeader, "Retry-After": ref("headers", "Retry-After") },
    content: { "application/json": { schema: ref("schemas", "auth.error") } },
  });
  const success = gives === null ? { 204: answer("Done.") } : { [status]: answer("Done.", { content: json(gives) }) };
  return {
    operationId: id,
    tags: [authTag],
    summary: description.split(/[.,]/, 1)[0] ?? id,
    description,
    parameters,
    ...(body === undefined ? {} : { requestBody: { required: true, content: json(body) } }),
    responses: {
      ...success,
      400: failure("The request is wrong."),
      401: failure("The token does not hold."),
      422: failure("It cannot be done so."),
      429: failure("Too many requests."),
      500: failure("Something unexpected."),
    },
  };
}

function json(schema: JsonObject): JsonObject {
  return { "application/json": { schema } };
}
