import { type Failure, failure } from "../kernel/failure.ts";
import type { Result } from "../kernel/result.ts";
import { bind } from "../plan/bind.ts";
import { rowsGuard } from "../plan/guard.ts";
import type { ReadPlan } from "../plan/read.ts";
import type { Statement } from "../sql/compile.ts";
import type { Context, Expected, ReadRequest } from "./request.ts";

/** See `Engine.guard`. */
export function bindGuard(
  plan: ReadPlan,
  expected: Expected,
  asked: { readonly request: ReadRequest; readonly context: Context },
): Result<Statement, Failure> {
  const isSame = typeof expected !== "string";
  return bind(rowsGuard(plan, isSame ? "same" : expected), {
    arguments: asked.request.arguments,
    context: asked.context,
    rows: isSame ? (expected.kept ?? expected.json) : null,
    bare: true,
  });
}

export const preconditionFailed: Failure = failure("PER412", "the representation is not the one that was expected", {
  hint: "Read it again and send its ETag with If-Match.",
});

/** A write whose idempotency key is taken: the request that took it may be answering still. */
export const keyTaken: Failure = failure("PER023", "a request with this Idempotency-Key is being processed", {
  hint: "Send it again in a moment.",
  headers: { "retry-after": "1" },
});
