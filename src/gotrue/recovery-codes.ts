import type { Context } from "hono";
import * as z from "zod";
import type { AuthReason } from "../auth/reasons.ts";
import { normaliseCode } from "../auth/recovery/codes.ts";
import type { Codes } from "../auth/recovery/generate.ts";
import type { JsonObject } from "../kernel/json.ts";
import type { Principal } from "../kernel/principal.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { readBody } from "./bodies.ts";
import { noStore } from "./cache.ts";
import { type GoTrueError, goTrueError, reasonError, sendError } from "./errors.ts";
import { requireUser } from "./factors.ts";
import { recoveryErrors } from "./recovery-errors.ts";
import { sessionJson } from "./shapes.ts";
import { clientOf, type Surface } from "./surface.ts";

const maxNameLength = 120;

const generateBody = z.object({ friendly_name: z.string().nullish() });
const verifyBody = z.object({ code: z.string().nullish() });

type Handler = (c: Context, principal: Principal, surface: Surface) => Promise<Result<JsonObject, GoTrueError>>;

/**
 * `/factors/recovery-codes`: what `auth.mfa.recoveryCodes` of auth-js calls. Added before `/factors/:factor_id`, which would
 * take the name for an id. Source of statuses and words: supabase/auth, internal/api/recovery_codes.go.
 */
export function recoveryCodeEndpoints(surface: Surface): void {
  const { app } = surface;
  const signedIn = (handler: Handler) => async (c: Context) => {
    const principal = await requireUser(c, surface);
    const answer = principal.ok ? await handler(c, principal.value, surface) : principal;
    return answer.ok ? c.json(answer.value, 200, noStore) : sendError(c, answer.error);
  };
  app.get("/factors/recovery-codes", signedIn(status));
  app.post("/factors/recovery-codes", signedIn(generate));
  app.delete("/factors/recovery-codes", signedIn(remove));
  app.post("/factors/recovery-codes/verify", signedIn(verify));
  app.post("/factors/recovery-codes/regenerate", signedIn(regenerate));
}

async function status(_c: Context, principal: Principal, { auth }: Surface) {
  const left = await auth.recovery.left(principal);
  return left.ok ? ok({ ...left.value, type: "recovery_code" }) : refusal(left.error);
}

async function generate(c: Context, principal: Principal, { auth }: Surface) {
  const isBare = c.req.raw.body === null || c.req.header("content-length") === "0";
  const body = isBare ? ok({ friendly_name: null }) : await readBody(c, generateBody);
  if (!body.ok) return body;
  const friendlyName = body.value.friendly_name || "Recovery codes";
  if (friendlyName.length > maxNameLength) {
    return err(goTrueError(400, "validation_failed", `friendly_name must be ${maxNameLength} characters or less`));
  }
  const made = await auth.recovery.generate(principal, { friendlyName, client: clientOf(c) });
  return made.ok ? ok(codesJson(made.value)) : refusal(made.error);
}

async function regenerate(c: Context, principal: Principal, { auth }: Surface) {
  const made = await auth.recovery.regenerate(principal, clientOf(c));
  return made.ok ? ok(codesJson(made.value)) : refusal(made.error);
}

async function remove(c: Context, principal: Principal, { auth }: Surface) {
  const removed = await auth.recovery.delete(principal, clientOf(c));
  return removed.ok ? ok({ id: removed.value }) : refusal(removed.error);
}

async function verify(c: Context, principal: Principal, { auth }: Surface) {
  const body = await readBody(c, verifyBody);
  if (!body.ok) return body;
  const code = body.value.code ?? "";
  if (normaliseCode(code) === "") return err(goTrueError(400, "validation_failed", "Code needs to be non-empty"));
  const granted = await auth.recovery.redeem(principal, { code, client: clientOf(c) });
  return granted.ok ? ok(sessionJson(granted.value, auth.settings.audience)) : verifyRefusal(granted.error);
}

/** Factors have codes of their own for a wait and a wrong code. */
function verifyRefusal(reason: AuthReason): Result<never, GoTrueError> {
  if (reason.kind !== "factor") return refusal(reason);
  if (reason.reason.kind !== "attemptsExhausted") return err(recoveryErrors.codeWrong);
  const message = "Too many failed verification attempts, try again later";
  const locked = goTrueError(429, "mfa_recovery_codes_locked", message);
  return err({ ...locked, headers: { "retry-after": String(reason.reason.retryAfterSeconds) } });
}

function codesJson({ id, friendlyName, codes }: Codes): JsonObject {
  return { id, type: "recovery_code", friendly_name: friendlyName, total: codes.length, codes };
}

function refusal(reason: AuthReason): Result<never, GoTrueError> {
  return err(reasonError(reason));
}
