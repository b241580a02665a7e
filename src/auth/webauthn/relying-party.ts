/** Who asks for credentials, as WebAuthn calls it; the application says so, because pages are seldom where the API is. */
export interface WebauthnOptions {
  /** The domain that credentials belong to: that of the pages, or a parent of it (WebAuthn level 3, section 5.1.2). */
  readonly rpId: string;
  /** Shown by authenticators. Default: `rpId`. */
  readonly rpName?: string;
  /** The only origins whose pages may ask, exactly: `https://app.example.com`, `http://localhost:3000`, `android:…`. */
  readonly origins: readonly string[];
}

export interface RelyingParty {
  readonly id: string;
  readonly name: string;
  readonly origins: readonly string[];
}

/** Throws TypeError where an option is wrong. Null: neither passkeys nor WebAuthn factors. */
export function resolveRelyingParty(options: WebauthnOptions | undefined): RelyingParty | null {
  if (options === undefined) return null;
  const { rpId, rpName = rpId, origins } = options;
  if (typeof rpId !== "string" || !/^(?:[a-z0-9-]{1,63}\.)*[a-z0-9-]{1,63}$/.test(rpId)) {
    throw new TypeError(`webauthn.rpId is not a domain in lower case: ${rpId}`);
  }
  if (typeof rpName !== "string" || !/^\P{C}{1,64}$/u.test(rpName)) {
    throw new TypeError("webauthn.rpName must have 1 to 64 characters");
  }
  if (!Array.isArray(origins) || origins.length === 0) throw new TypeError("webauthn.origins must list origins");
  for (const origin of origins) if (!mayAsk(origin, rpId)) throw new TypeError(originRefusal(origin, rpId));
  return { id: rpId, name: rpName, origins };
}

function originRefusal(origin: unknown, rpId: string): string {
  return `webauthn.origins: ${String(origin)} is no https origin of ${rpId} or below it`;
}

/** Native Android apps have an origin of their own (their key's hash); browsers check the others themselves. */
function mayAsk(origin: unknown, rpId: string): boolean {
  if (typeof origin !== "string") return false;
  if (/^android:apk-key-hash:[\w-]{43}$/.test(origin)) return true;
  if (!URL.canParse(origin)) return false;
  const { hostname, protocol, origin: exact } = new URL(origin);
  if (exact !== origin || (hostname !== rpId && !hostname.endsWith(`.${rpId}`))) return false;
  return protocol === "https:" || (protocol === "http:" && /(?:^|\.)localhost$/.test(hostname));
}
