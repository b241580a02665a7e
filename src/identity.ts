import { type Auth, createAuth } from "./auth/auth.ts";
import type { Store } from "./auth/ports.ts";
import { resolveAuthSecrets } from "./auth/secrets.ts";
import type { AuthSettings } from "./auth/settings.ts";
import type { Env } from "./platform/env.ts";
import { publicKeyCache } from "./platform/public-keys.ts";

/** Identity over an isolate's bindings. */
export function startIdentity(settings: AuthSettings, env: Env, store: Store): Auth {
  const { PERIGEE_SECRET: masterSecret, PERIGEE_JWT_SECRET: legacyJwtSecret } = env;
  const secrets = resolveAuthSecrets({ masterSecret, legacyJwtSecret });
  return createAuth({ store, settings, secrets, publicKeys: publicKeyCache(env.CACHE) });
}
