import type { Context } from "hono";
import * as z from "zod";
import type { PasskeyOptions } from "../auth/passkeys/ceremonies.ts";
import type { Passkey } from "../auth/passkeys/passkey.ts";
import type { AuthReason } from "../auth/reasons.ts";
import { isJsonObject, type Json, type JsonObject } from "../kernel/json.ts";
import type { Principal } from "../kernel/principal.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { isUuid } from "./admin/access.ts";
import { readBody } from "./bodies.ts";
import { noStore } from "./cache.ts";
import { type GoTrueError, goTrueError, reasonError, sendError } from "./errors.ts";
import { requireUser } from "./factors.ts";
import { passkeyErrors } from "./passkey-errors.ts";
import { sessionJson, time } from "./shapes.ts";
import { clientOf, type Surface } from "./surface.ts";

const maxNameLength = 120;

const answerBody = z.object({
  challenge_id: z.string().nullish(),
  credential: z.custom<JsonObject>(isJsonObject, "must be an object").nullish(),
});
const signUpBody = z.object({
  name: z.string().nullish(),
  data: z.custom<JsonObject>(isJsonObject, "must be an object").nullish(),
});
const renameBody = z.object({ friendly_name: z.string().nullish() });

type Answer = Promise<Result<Json, GoTrueError>>;
type Handler = (c: Context, principal: Principal, surface: Surface) => Answer;

/** What `auth.passkey` of auth-js calls. Source of statuses and words: supabase/auth, internal/api/passkey_*.go. */
export function passkeyEndpoints(surface: Surface): void {
  const { app, auth } = surface;
  const signedIn = (handler: Handler) => async (c: Context) => {
    const principal = await requireUser(c, surface);
    return send(c, principal.ok ? await handler(c, principal.value, surface) : principal);
  };
  app.post("/passkeys/registration/options", signedIn(beginRegistration));
  app.post("/passkeys/registration/verify", signedIn(register));
  app.post("/passkeys/signup/options", async (c) => send(c, await beginSignUp(c, surface)));
  app.post("/passkeys/signup/verify", async (c) => send(c, await signUp(c, surface)));
  app.post("/passkeys/authentication/options", async (c) => {
    const begun = await auth.passkeys.authenticationOptions();
    return send(c, begun.ok ? ok(optionsJson(begun.value)) : refusal(begun.error));
  });
  app.post("/passkeys/authentication/verify", async (c) => send(c, await signIn(c, surface)));
  app.get("/passkeys", signedIn(list));
  app.patch("/passkeys/:passkey_id", signedIn(rename));
  app.delete("/passkeys/:passkey_id", async (c) => {
    const principal = await requireUser(c, surface);
    const removed = principal.ok ? await remove(c, principal.value, surface) : principal;
    return removed.ok ? c.body(null, 204, noStore) : sendError(c, removed.error);
  });
}

function send(c: Context, answer: Result<Json, GoTrueError>): Response {
  return answer.ok ? c.json(answer.value, 200, noStore) : sendError(c, answer.error);
}

async function beginRegistration(_c: Context, principal: Principal, { auth }: Surface): Answer {
  const begun = await auth.passkeys.registrationOptions(principal);
  return begun.ok ? ok(optionsJson(begun.value)) : refusal(begun.error);
}

async function register(c: Context, principal: Principal, { auth }: Surface): Answer {
  const body = await readAnswer(c);
  if (!body.ok) return body;
  const made = await auth.passkeys.register(principal, { ...body.value, client: clientOf(c) });
  return made.ok ? ok(passkeyJson(made.value)) : refusal(made.error);
}

/** Perigee's own: GoTrue registers passkeys for users who are signed in already. */
async function beginSignUp(c: Context, { auth }: Surface): Answer {
  const body = await readBody(c, signUpBody);
  if (!body.ok) return body;
  const { name, data } = body.value;
  if (!name) return err(goTrueError(400, "validation_failed", "name is required"));
  if (name.length > maxNameLength) {
    return err(goTrueError(400, "validation_failed", `name must be ${maxNameLength} characters or less`));
  }
  const begun = await auth.passkeys.signUpOptions({ name, data: data ?? {} });
  return begun.ok ? ok(optionsJson(begun.value)) : refusal(begun.error);
}

async function signUp(c: Context, { auth, options }: Surface): Answer {
  const body = await readAnswer(c);
  if (!body.ok) return body;
  const { provision } = options;
  const granted = await auth.passkeys.signUp({ ...body.value, client: clientOf(c), provision });
  return granted.ok ? ok(sessionJson(granted.value, auth.settings.audience)) : refusal(granted.error);
}

async function signIn(c: Context, { auth }: Surface): Answer {
  const body = await readAnswer(c);
  if (!body.ok) return body;
  const granted = await auth.passkeys.signIn({ ...body.value, client: clientOf(c) });
  if (granted.ok) return ok(sessionJson(granted.value, auth.settings.audience));
  // GoTrue answers 403 here and 400 to a password.
  if (granted.error.kind !== "emailNotConfirmed") return refusal(granted.error);
  return err({ ...reasonError(granted.error), status: 403 });
}

async function list(_c: Context, principal: Principal, { auth }: Surface): Answer {
  const kept = await auth.passkeys.list(principal);
  return kept.ok ? ok(kept.value.map(passkeyJson)) : refusal(kept.error);
}

async function rename(c: Context, principal: Principal, { auth }: Surface): Answer {
  const id = passkeyId(c);
  if (!id.ok) return id;
  const body = await readBody(c, renameBody);
  if (!body.ok) return body;
  const friendlyName = body.value.friendly_name ?? "";
  if (friendlyName === "") return err(goTrueError(400, "validation_failed", "friendly_name is required"));
  if (friendlyName.length > maxNameLength) {
    const message = `friendly_name must be ${maxNameLength} characters or less`;
    return err(goTrueError(400, "validation_failed", message));
  }
  const renamed = await auth.passkeys.rename(principal, { id: id.value, friendlyName });
  return renamed.ok ? ok(passkeyJson(renamed.value)) : refusal(renamed.error);
}

async function remove(c: Context, principal: Principal, { auth }: Surface): Promise<Result<null, GoTrueError>> {
  const id = passkeyId(c);
  if (!id.ok) return id;
  const removed = await auth.passkeys.delete(principal, { id: id.value, client: clientOf(c) });
  return removed.ok ? removed : refusal(removed.error);
}

async function readAnswer(c: Context) {
  const body = await readBody(c, answerBody);
  if (!body.ok) return body;
  const { challenge_id: challengeId, credential } = body.value;
  const missing = challengeId ? (credential ? null : "credential is required") : "challenge_id is required";
  if (missing !== null) return err(goTrueError(400, "validation_failed", missing));
  if (!isUuid(challengeId ?? "")) {
    return err(goTrueError(400, "validation_failed", "challenge_id must be a valid UUID"));
  }
  return ok({ challengeId: (challengeId ?? "").toLowerCase(), credential: credential ?? {} });
}

function passkeyId(c: Context): Result<string, GoTrueError> {
  const id = c.req.param("passkey_id") ?? "";
  return isUuid(id) ? ok(id.toLowerCase()) : err(passkeyErrors.notFound);
}

function optionsJson({ challengeId, options, expiresAtSeconds }: PasskeyOptions): JsonObject {
  return { challenge_id: challengeId, options, expires_at: expiresAtSeconds };
}

export function passkeyJson({ id, friendlyName, createdAt, lastUsedAt }: Passkey): JsonObject {
  return {
    id,
    ...(friendlyName === "" ? {} : { friendly_name: friendlyName }),
    created_at: time(createdAt),
    ...(lastUsedAt === null ? {} : { last_used_at: time(lastUsedAt) }),
  };
}

function refusal(reason: AuthReason): Result<never, GoTrueError> {
  return err(reasonError(reason));
}
