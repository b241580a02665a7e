import type { Failure } from "../kernel/failure.ts";

/** A failure outside of any surface, in the shape that PostgREST's clients read. */
export function failureJson(reason: Failure): Response {
  const { code, message, details, hint, status, headers } = reason;
  return Response.json({ code, message, details, hint }, { status, headers: { ...headers } });
}
