import type { PublicKeyCache } from "../auth/ports.ts";

const key = "jwks";
/** As long as answers may be kept by HTTP caches. */
const ttlSeconds = 600;

/** The JWKS in KV, where every location finds it. A rotation deletes it; others see that within a minute. */
export function publicKeyCache(kv: KVNamespace): PublicKeyCache {
  return {
    read: () => kv.get(key, { cacheTtl: 60 }),
    write: (text) => kv.put(key, text, { expirationTtl: ttlSeconds }),
    forget: () => kv.delete(key),
  };
}
