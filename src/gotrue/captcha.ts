import type { Context, MiddlewareHandler } from "hono";
import * as z from "zod";
import type { Auth } from "../auth/auth.ts";
import { bearerToken } from "../auth/authenticate.ts";
import type { CaptchaVerifier } from "../auth/captcha.ts";
import { serviceRole } from "../kernel/principal.ts";
import { readBody } from "./bodies.ts";
import { goTrueError, sendError } from "./errors.ts";
import { clientOf } from "./surface.ts";

interface SecurityBody {
  readonly gotrue_meta_security?: { readonly captcha_token?: string | null | undefined } | null | undefined;
}

const securityBody: z.ZodType<SecurityBody> = z.object({
  gotrue_meta_security: z.object({ captcha_token: z.string().nullish() }).nullish(),
});

/** As in GoTrue. Source: supabase/auth, internal/api/middleware.go (verifyCaptcha). */
const guarded = /\/(?:signup|otp|magiclink|recover|resend|passkeys\/(?:authentication|signup)\/options)$/;

/** Nobody but the service signs up, signs in or has mail sent without a solved captcha. Refreshes need none. */
export function requireCaptcha(auth: Auth, verify: CaptchaVerifier): MiddlewareHandler {
  return async (c, next) => {
    if (!isGuarded(c) || (await isService(c, auth))) return next();
    const body = await readBody(c, securityBody, c.req.raw.clone());
    if (!body.ok) return sendError(c, body.error);
    const token = body.value.gotrue_meta_security?.captcha_token;
    if (!token) return sendError(c, refusal("no captcha_token found in request"));
    const verdict = await verify(token, clientOf(c).ip);
    if (verdict.kind === "solved") return next();
    if (verdict.kind === "refused") return sendError(c, refusal(verdict.codes || "invalid-input-response"));
    return sendError(c, goTrueError(503, "captcha_failed", "captcha verification process failed"));
  };
}

function isGuarded(c: Context): boolean {
  if (c.req.method !== "POST") return false;
  return guarded.test(c.req.path) || (c.req.path.endsWith("/token") && c.req.query("grant_type") === "password");
}

async function isService(c: Context, auth: Auth): Promise<boolean> {
  const bearer = bearerToken(c.req.header("authorization") ?? "");
  const checked = bearer.ok ? await auth.verifyToken(bearer.value) : null;
  return checked?.ok === true && checked.value.role === serviceRole;
}

function refusal(why: string) {
  return goTrueError(400, "captcha_failed", `captcha protection: request disallowed (${why})`);
}
