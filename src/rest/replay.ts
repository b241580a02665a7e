import { keyTaken } from "../engine/guard.ts";
import type { Context } from "../engine/request.ts";
import { concealedAnswer, revealed } from "../idempotency/conceal.ts";
import type { Claim } from "../idempotency/key.ts";
import { type Answer, type Found, findKey, keepAnswer, readFound } from "../idempotency/record.ts";
import { type Failure, failure } from "../kernel/failure.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import type { Server } from "./call.ts";

/** A write with a key: whose, and how it is asked. */
export interface Keyed {
  readonly server: Server;
  readonly claim: Claim;
  readonly context: Context;
}

/** What the first request was answered; null where there was none. */
export async function replay({ server, claim, context }: Keyed): Promise<Result<Response | null, Failure>> {
  const results = await server.engine.own([findKey(claim)], context);
  if (!results.ok) return results;
  const found = readFound(results.value[0]?.rows[0], claim, Date.now());
  return replayed(await revealed(found, claim, server.concealment ?? null));
}

export function replayed(found: Found | null): Result<Response | null, Failure> {
  if (found === null) return ok(null);
  if (found.kind !== "answer") return err(refusals[found.kind]);
  const { status, headers, body } = found.answer;
  return ok(new Response(body, { status, headers: { ...headers, "idempotency-replayed": "true" } }));
}

const refusals: Readonly<Record<Exclude<Found["kind"], "answer">, Failure>> = {
  other: failure("PER022", "this Idempotency-Key was used for another request"),
  running: keyTaken,
  lost: failure("PER024", "the request with this Idempotency-Key took effect, and its answer is no longer known", {
    hint: "Read what it was about.",
  }),
  begun: failure("PER024", "the request with this Idempotency-Key was begun, and its answer is not known", {
    hint: "It may have taken effect. Read what it was about.",
  }),
};

/** Keeps an answer for the requests to come, and gives it. */
export async function kept({ server, claim, context }: Keyed, response: Response): Promise<Response> {
  const { status } = response;
  const text = await response.text();
  // Cookies are for whoever was answered first.
  const lasting = [...response.headers].filter(([name]) => name !== "set-cookie");
  const answer: Answer = { status, headers: Object.fromEntries(lasting), body: text === "" ? null : text };
  const reached = context.consistency?.reached ?? null;
  try {
    const concealed = await concealedAnswer(answer, claim, server.concealment ?? null);
    await server.engine.own([keepAnswer(claim, concealed)], context);
  } catch {
    // The write took effect and must be told so. Who sends it again learns that its answer is gone.
    if (context.consistency !== undefined) context.consistency.reached = reached;
  }
  return new Response(answer.body, { status, headers: response.headers });
}
