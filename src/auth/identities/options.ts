/** One provider that users may sign in with. Its secret stands in `PERIGEE_OAUTH_SECRETS`, under its name. */
export interface ProviderOptions {
  readonly clientId: string;
  /** Of an OpenID provider; `google` and `github` need none. Everything else comes from its discovery document. */
  readonly issuer?: string;
  /** Default `openid email profile`; of github `read:user user:email`. */
  readonly scopes?: string;
}

export interface IdentityOptions {
  /** By name: `google`, `github`, and any other with an `issuer`. */
  readonly providers?: Readonly<Record<string, ProviderOptions>>;
}

export interface Provider {
  readonly name: string;
  readonly kind: "oidc" | "github";
  readonly issuer: string;
  readonly clientId: string;
  readonly scopes: string;
}

export interface IdentitySettings {
  readonly providers: ReadonlyMap<string, Provider>;
}

interface KnownProvider {
  readonly kind: Provider["kind"];
  readonly issuer: string | null;
  readonly scopes: string;
}

const openId: KnownProvider = { kind: "oidc", issuer: null, scopes: "openid email profile" };

/** What is known of providers by their name; a further one is a further entry. */
const known: ReadonlyMap<string, KnownProvider> = new Map([
  ["google", { ...openId, issuer: "https://accounts.google.com" }],
  ["github", { kind: "github", issuer: "https://github.com", scopes: "read:user user:email" }],
]);

/** Throws TypeError where an option is wrong. */
export function resolveIdentities(options: IdentityOptions): IdentitySettings {
  const entries = Object.entries(options.providers ?? {}).map(([name, given]): [string, Provider] => {
    if (!/^[a-z][a-z0-9_:-]{0,31}$/.test(name) || name === "email" || name === "phone") {
      throw new TypeError(`providers: ${name} is no name of a provider`);
    }
    const { kind, issuer, scopes } = known.get(name) ?? openId;
    const named = given.issuer ?? issuer;
    if (named === null || !isIssuer(named)) throw new TypeError(`providers.${name}.issuer must be an https URL`);
    if (typeof given.clientId !== "string" || given.clientId === "") {
      throw new TypeError(`providers.${name}.clientId is missing`);
    }
    return [name, { name, kind, issuer: named, clientId: given.clientId, scopes: given.scopes ?? scopes }];
  });
  return { providers: new Map(entries) };
}

/** OpenID Connect Discovery 1.0 section 3: https, without query and fragment. This machine may do without TLS. */
function isIssuer(issuer: string): boolean {
  if (!URL.canParse(issuer)) return false;
  const { protocol, hostname, search, hash } = new URL(issuer);
  const isLocal = hostname === "localhost" || hostname === "127.0.0.1";
  return (protocol === "https:" || (protocol === "http:" && isLocal)) && search === "" && hash === "";
}
