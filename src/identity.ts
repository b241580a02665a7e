import { type Auth, createAuth } from "./auth/auth.ts";
import { type CaptchaVerifier, captchaVerifier } from "./auth/captcha.ts";
import type { Outbox } from "./auth/mail/outbox.ts";
import type { Store } from "./auth/ports.ts";
import { resolveAuthSecrets } from "./auth/secrets.ts";
import type { AuthSettings } from "./auth/settings.ts";
import { logFault } from "./http/log.ts";
import { isJsonObject } from "./kernel/json.ts";
import type { Env } from "./platform/env.ts";
import { publicKeyCache } from "./platform/public-keys.ts";
import { replayGuard } from "./platform/replay-guard.ts";
import { signInGuard } from "./platform/sign-in-guard.ts";

export interface IdentityParts {
  readonly settings: AuthSettings;
  readonly env: Env;
  readonly store: Store;
  readonly outbox: Outbox;
}

/** Identity over an isolate's bindings. */
export function startIdentity({ settings, env, store, outbox }: IdentityParts): Auth {
  const { PERIGEE_SECRET: masterSecret, PERIGEE_JWT_SECRET: legacyJwtSecret } = env;
  const secrets = resolveAuthSecrets({ masterSecret, legacyJwtSecret });
  return createAuth({
    store,
    settings,
    secrets,
    publicKeys: publicKeyCache(env.CACHE),
    replay: replayGuard(env.HUB),
    outbox,
    oauthSecrets: oauthSecrets(env.PERIGEE_OAUTH_SECRETS),
    guard: signInGuard(env.HUB, logFault("guard.failed")),
  });
}

/** The captcha that the definition asks for, as an option of the surface. */
export function captchaOf({ captcha }: AuthSettings, env: Env): { readonly captcha?: CaptchaVerifier } {
  return captcha === null ? {} : { captcha: captchaVerifier(captcha, env.PERIGEE_CAPTCHA_SECRET) };
}

function oauthSecrets(text: string | undefined): ReadonlyMap<string, string> {
  if (text === undefined || text === "") return new Map();
  const parsed: unknown = JSON.parse(text);
  if (!isJsonObject(parsed)) throw new TypeError("PERIGEE_OAUTH_SECRETS must be a JSON object");
  return new Map(Object.entries(parsed).filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}
