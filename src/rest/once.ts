import type { Context } from "../engine/request.ts";
import { concealedClaim, revealed } from "../idempotency/conceal.ts";
import { makeClaim, parseKey } from "../idempotency/key.ts";
import { beginKey, claimKey, dropKey, findKey, readBegun } from "../idempotency/record.ts";
import type { Failure } from "../kernel/failure.ts";
import { type Eventual, ok, type Result } from "../kernel/result.ts";
import { readBody } from "./body.ts";
import type { Server } from "./call.ts";
import { hasPrecondition } from "./precondition.ts";
import { type Keyed, kept, replay, replayed } from "./replay.ts";
import { writeMethods } from "./write-methods.ts";

export interface Asked {
  readonly request: Request;
  readonly path: string;
  readonly context: Context;
}

type Answering = (server: Server, asked: Asked) => Eventual<Response, Failure>;

/** The header of a write or a call; null for none, and for what does not write. */
export function idempotencyKey({ request }: Asked): string | null {
  return writeMethods.has(request.method) ? request.headers.get("idempotency-key") : null;
}

/**
 * Answers a write with an `Idempotency-Key` once: of any number of requests with it one takes effect, and later ones get
 * the same answer, marked `Idempotency-Replayed`. Errors: PER021, PER022 for another request with the same key, PER023
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
  const target = url.slice(url.indexOf("/", 8));
  const asked = makeClaim(key.value, context.principal, { method, target, body: body.value });
  const claim = await concealedClaim(asked, server.concealment ?? null);
  const again = new Request(url, { method, headers, body: body.value === "" ? null : body.value });
  const keyed: Keyed = { server, claim, context };
  const run = (asker: Context) => answer(server, { request: again, path, context: asker });
  return path.startsWith("/rpc/") ? callOnce(keyed, run) : writeOnce(keyed, run, hasPrecondition(headers));
}

type Run = (context: Context) => Eventual<Response, Failure>;

/**
 * The key stands in the write's own transaction. A refused write left nothing behind, its key neither: it is tried anew.
 * `isConditional`: what it demands may no longer hold because of itself, so the key is looked for first.
 */
async function writeOnce(keyed: Keyed, run: Run, isConditional: boolean): Promise<Result<Response, Failure>> {
  const { claim, context } = keyed;
  const before = isConditional ? await replay(keyed) : ok(null);
  if (!before.ok) return before;
  if (before.value !== null) return ok(before.value);
  const guards = [claimKey(claim), ...(context.guards ?? [])];
  const outcome = await run({ ...context, guards });
  if (outcome.ok) return ok(await kept(keyed, outcome.value));
  // Whatever it was refused for: a key that is there decides.
  const found = await replay(keyed);
  if (!found.ok) return found;
  return found.value === null ? outcome : ok(found.value);
}

/**
 * A function may write in many transactions or in none, so its key is taken before. One that fails gives it back: what it
 * has written until then is its own affair.
 */
async function callOnce(keyed: Keyed, run: Run): Promise<Result<Response, Failure>> {
  const { server, claim, context } = keyed;
  const token = crypto.randomUUID();
  const begun = await server.engine.own([beginKey(claim, token), findKey(claim)], context);
  if (!begun.ok) return begun;
  const known = readBegun(begun.value[1]?.rows[0], { claim, token, nowMs: Date.now() });
  const found = replayed(await revealed(known, claim, server.concealment ?? null));
  if (!found.ok) return found;
  if (found.value !== null) return ok(found.value);
  let isAnswered = false;
  try {
    const outcome = await run(context);
    if (!outcome.ok) return outcome;
    isAnswered = true;
    return ok(await kept(keyed, outcome.value));
  } finally {
    if (!isAnswered) await giveBack(keyed, token);
  }
}

async function giveBack({ server, claim, context }: Keyed, token: string): Promise<void> {
  try {
    await server.engine.own([dropKey(claim, token)], context);
  } catch {
    // Then the key stays taken, and who sends it again learns so. The failure itself matters more.
  }
}
