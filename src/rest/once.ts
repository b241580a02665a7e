import { keyTaken } from "../engine/guard.ts";
import type { Context } from "../engine/request.ts";
import { type Claim, makeClaim, parseKey } from "../idempotency/key.ts";
import { type Answer, claimKey, findKey, keepAnswer, readFound } from "../idempotency/record.ts";
import { type Failure, failure } from "../kernel/failure.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { readBody } from "./body.ts";
import type { Server } from "./call.ts";
import { hasPrecondition } from "./precondition.ts";
import { writeMethods } from "./write-methods.ts";

export interface Asked {
  readonly request: Request;
  readonly path: string;
  readonly context: Context;
}

type Answering = (server: Server, asked: Asked) => Promise<Result<Response, Failure>>;

/** The header of a write; null for none, and for what does not write. */
export function idempotencyKey({ request }: Asked): string | null {
  return writeMethods.has(request.method) ? request.headers.get("idempotency-key") : null;
}

/**
 * Answers a write with an `Idempotency-Key` once: the key stands in the write's own transaction, so that of any number of
 * requests with it one takes effect. Later ones get the same answer, marked `Idempotency-Replayed`. A refused write left
 * nothing behind, its key neither: it is tried anew. Errors: PER021, PER022 for another request with the same key, PER023
 * while the first is answering, PER024 where its answer is gone.
 * Source: https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
 */
export async function answerOnce(
  server: Server,
  { request, path, context, key: header }: Asked & { readonly key: string },
  answer: Answering,
): Promise<Result<Response, Failure>> {
  const key = parseKey(header);
  if (!key.ok) return key;
  const body = await readBody(request, server.limits.maxBodyBytes);
  if (!body.ok) return body;
  const { method, headers, url } = request;
  const claim = makeClaim(key.value, context.principal, {
    method,
    target: url.slice(url.indexOf("/", 8)),
    body: body.value,
  });
  // What it demands may no longer hold because of itself.
  const before = hasPrecondition(headers) ? await replay(server, claim, context) : ok(null);
  if (!before.ok) return before;
  if (before.value !== null) return ok(before.value);
  const again = new Request(url, { method, headers, body: body.value === "" ? null : body.value });
  const guards = [claimKey(claim), ...(context.guards ?? [])];
  const outcome = await answer(server, { request: again, path, context: { ...context, guards } });
  if (outcome.ok) return ok(await kept(server, { claim, context }, outcome.value));
  // Whatever it was refused for: a key that is there decides.
  const found = await replay(server, claim, context);
  if (!found.ok) return found;
  return found.value === null ? outcome : ok(found.value);
}

/** What the first request was answered; null where there was none. */
async function replay(server: Server, claim: Claim, context: Context): Promise<Result<Response | null, Failure>> {
  const results = await server.engine.own([findKey(claim)], context);
  if (!results.ok) return results;
  const found = readFound(results.value[0]?.rows[0], claim, Date.now());
  if (found === null) return ok(null);
  if (found.kind !== "answer") return err(refusals[found.kind]);
  const { status, headers, body } = found.answer;
  return ok(new Response(body, { status, headers: { ...headers, "idempotency-replayed": "true" } }));
}

const refusals: Readonly<Record<"other" | "running" | "lost", Failure>> = {
  other: failure("PER022", "this Idempotency-Key was used for another request"),
  running: keyTaken,
  lost: failure("PER024", "the request with this Idempotency-Key took effect, and its answer is no longer known", {
    hint: "Read what it was about.",
  }),
};

interface Keeping {
  readonly claim: Claim;
  readonly context: Context;
}

async function kept(server: Server, { claim, context }: Keeping, response: Response): Promise<Response> {
  const { status } = response;
  const text = await response.text();
  const answer: Answer = { status, headers: Object.fromEntries(response.headers), body: text === "" ? null : text };
  const reached = context.consistency?.reached ?? null;
  try {
    await server.engine.own([keepAnswer(claim, answer)], context);
  } catch {
    // The write took effect and must be told so. Who sends it again learns that its answer is gone.
    if (context.consistency !== undefined) context.consistency.reached = reached;
  }
  return new Response(answer.body, { status, headers: answer.headers });
}
