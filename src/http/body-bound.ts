import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { failure } from "../kernel/failure.ts";
import { failureJson } from "./failure-json.ts";

/**
 * PER001 for a body of more bytes. Only one that does not say how long it is gets counted: Hono's middleware looks at
 * `request.body` in any case, which makes it a stream and costs more than all else of the way.
 */
export function bodyBound(maxBytes: number): MiddlewareHandler {
  const tooLarge = (): Response => failureJson(failure("PER001", `the body is larger than ${maxBytes} bytes`));
  const counted = bodyLimit({ maxSize: maxBytes, onError: tooLarge });
  return async (c, next) => {
    const length = c.req.raw.headers.get("content-length");
    if (length === null) return counted(c, next);
    return Number(length) <= maxBytes ? next() : tooLarge();
  };
}
