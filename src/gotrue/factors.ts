import type { Context } from "hono";
import * as z from "zod";
import type { Grant } from "../auth/access-token.ts";
import type { AuthReason } from "../auth/reasons.ts";
import { isJsonObject, type JsonObject } from "../kernel/json.ts";
import type { Principal } from "../kernel/principal.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { uuidParameter } from "./admin/access.ts";
import { readBody } from "./bodies.ts";
import { noStore } from "./cache.ts";
import { type GoTrueError, goTrueError, reasonError, sendError } from "./errors.ts";
import { sessionJson } from "./shapes.ts";
import { clientOf, requirePrincipal, type Surface } from "./surface.ts";

const maxNameLength = 120;

const text = z.string().nullish();
const enrolBody = z.object({ friendly_name: text, factor_type: text, issuer: text, phone: text });
const credential = z.custom<JsonObject>(isJsonObject, "must be an object").nullish();
const verifyBody = z.object({
  challenge_id: text,
  code: text,
  webauthn: z.object({ type: text, credential_response: credential }).nullish(),
});

type Handler = (c: Context, principal: Principal) => Promise<Result<JsonObject, GoTrueError>>;

/**
 * `POST /factors`, `POST /factors/:factor_id/challenge`, `POST /factors/:factor_id/verify`, `DELETE /factors/:factor_id`: what `auth.mfa` of
 * auth-js calls. Source of statuses and words: supabase/auth, internal/api/mfa.go.
 */
export function factorEndpoints(surface: Surface): void {
  const { app } = surface;
  const signedIn = (handler: Handler) => async (c: Context) => {
    const principal = await requireUser(c, surface);
    const answer = principal.ok ? await handler(c, principal.value) : principal;
    return answer.ok ? c.json(answer.value, 200, noStore) : sendError(c, answer.error);
  };
  app.post(
    "/factors",
    signedIn((c, principal) => enrol(c, principal, surface)),
  );
  app.post(
    "/factors/:factor_id/challenge",
    signedIn((c, principal) => challenge(c, principal, surface)),
  );
  app.post(
    "/factors/:factor_id/verify",
    signedIn((c, principal) => verify(c, principal, surface)),
  );
  app.delete(
    "/factors/:factor_id",
    signedIn((c, principal) => unenrol(c, principal, surface)),
  );
}

/** A factor is of a user who has something to protect: anonymous ones are refused. */
export async function requireUser(c: Context, { auth }: Surface): Promise<Result<Principal, GoTrueError>> {
  const principal = await requirePrincipal(c, auth);
  if (!principal.ok || principal.value.claims.is_anonymous !== true) return principal;
  return err(goTrueError(403, "no_authorization", "Anonymous user not allowed to perform these actions"));
}

async function enrol(c: Context, principal: Principal, { auth }: Surface): Promise<Result<JsonObject, GoTrueError>> {
  const body = await readBody(c, enrolBody);
  if (!body.ok) return body;
  const { factor_type: type, friendly_name: name, issuer, phone } = body.value;
  if (type !== "totp" && type !== "webauthn" && type !== "phone") {
    return err(goTrueError(400, "validation_failed", "factor_type needs to be totp, phone, or webauthn"));
  }
  if ([name, issuer].some((given) => (given ?? "").length > maxNameLength)) {
    return err(goTrueError(400, "validation_failed", `Names must be ${maxNameLength} characters or less`));
  }
  const made = await auth.factors.enrol(principal, {
    type,
    phone: phone ?? "",
    friendlyName: name ?? "",
    issuer: issuer || null,
    client: clientOf(c),
  });
  if (!made.ok) return refusal(made.error);
  const { totp } = made.value;
  return ok({
    id: made.value.id,
    type: made.value.type,
    friendly_name: made.value.friendlyName,
    ...(type === "phone" ? { phone: phone ?? "" } : {}),
    ...(totp === null ? {} : { totp: { qr_code: totp.qrSvg, secret: totp.secret, uri: totp.uri } }),
  });
}

async function challenge(
  c: Context,
  principal: Principal,
  { auth }: Surface,
): Promise<Result<JsonObject, GoTrueError>> {
  const factorId = uuidParameter(c, "factor_id");
  if (!factorId.ok) return factorId;
  const begun = await auth.factors.challenge(principal, { factorId: factorId.value, client: clientOf(c) });
  if (!begun.ok) return refusal(begun.error);
  const { id, type, expiresAtSeconds, webauthn } = begun.value;
  const options =
    webauthn === null ? {} : { webauthn: { type: webauthn.type, credential_options: { publicKey: webauthn.options } } };
  return ok({ id, type, expires_at: expiresAtSeconds, ...options });
}

async function verify(c: Context, principal: Principal, surface: Surface): Promise<Result<JsonObject, GoTrueError>> {
  const { auth } = surface;
  const factorId = uuidParameter(c, "factor_id");
  if (!factorId.ok) return factorId;
  const body = await readBody(c, verifyBody);
  if (!body.ok) return body;
  const { challenge_id: challengeId, code, webauthn } = body.value;
  const answer = { factorId: factorId.value, challengeId: challengeId ?? "", client: clientOf(c) };
  if (webauthn) {
    if (webauthn.type !== "create" && webauthn.type !== "request") {
      return err(goTrueError(400, "validation_failed", "WebAuthn type must be create or request"));
    }
    const { credential_response: credential } = webauthn;
    if (!credential) return err(goTrueError(400, "validation_failed", "credential_response required"));
    return sessionOf(await auth.factors.verifyWebauthn(principal, { ...answer, credential }), surface);
  }
  if (!code) return err(goTrueError(400, "validation_failed", "Code needs to be non-empty"));
  return sessionOf(await auth.factors.verifyCode(principal, { ...answer, code }), surface);
}

async function unenrol(c: Context, principal: Principal, { auth }: Surface): Promise<Result<JsonObject, GoTrueError>> {
  const factorId = uuidParameter(c, "factor_id");
  if (!factorId.ok) return factorId;
  const removed = await auth.factors.unenrol(principal, { factorId: factorId.value, client: clientOf(c) });
  return removed.ok ? ok({ id: factorId.value }) : refusal(removed.error);
}

function sessionOf(granted: Result<Grant, AuthReason>, { auth }: Surface): Result<JsonObject, GoTrueError> {
  return granted.ok ? ok(sessionJson(granted.value, auth.settings.audience)) : refusal(granted.error);
}

function refusal(reason: AuthReason): Result<never, GoTrueError> {
  return err(reasonError(reason));
}
