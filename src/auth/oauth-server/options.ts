import { serviceRole } from "../../kernel/principal.ts";
import type { CaptchaOptions } from "../captcha.ts";
import { isScope, type Scope, scopes as supported } from "./scopes.ts";

/** The OAuth 2.1 server for clients of others: apps, integrations, agents. There is none without these options. */
export interface OAuthServerOptions {
  /**
   * What a client's tokens reach beside `userinfo`: nothing (`userinfo`, the default), what the user reaches (`user`), or
   * what a role of the definition does. All of them bear `client_id` and `scope`, for rules to look at.
   */
  readonly access?: "userinfo" | "user" | { readonly role: string };
  /** What clients may ask for. Default all four. */
  readonly scopes?: readonly Scope[];
  /** Whether anybody may register a client (RFC 7591). Default false: only the service does. */
  readonly dynamicRegistration?: boolean;
  /** Schemes of apps that registered clients may name beside those with a dot, which RFC 8252 asks for. Default none. */
  readonly redirectSchemes?: readonly string[];
  /** The site's own page of consent, under `siteUrl`; it gets `authorization_id`. Default: a plain page of Perigee's. */
  readonly authorizationPath?: string;
  /**
   * Whether that page answers `prompt=none`, which it then gets beside `authorization_id`, without a word to the user. Default
   * false: such requests are `login_required` at once.
   */
  readonly silentPage?: boolean;
}

export type ClientAccess =
  | { readonly kind: "userinfo" }
  | { readonly kind: "user" }
  | { readonly kind: "role"; readonly role: string };

export interface OAuthServerSettings {
  readonly access: ClientAccess;
  readonly scopes: ReadonlySet<Scope>;
  readonly dynamicRegistration: boolean;
  readonly redirectSchemes: ReadonlySet<string>;
  /** Null for the page of Perigee's own. */
  readonly authorizationPath: string | null;
  readonly silentPage: boolean;
}

export interface OAuthServerSurroundings {
  readonly issuer: string;
  /** Those that the definition may name. */
  readonly roles: ReadonlySet<string>;
  readonly captcha: CaptchaOptions | null;
}

/** Throws TypeError where an option is wrong. */
export function resolveOAuthServer(
  options: OAuthServerOptions | undefined,
  { issuer, roles, captcha }: OAuthServerSurroundings,
): OAuthServerSettings | null {
  if (options === undefined) return null;
  if (!isIssuer(issuer)) throw new TypeError("oauthServer needs auth.url: clients find the server by it");
  const { scopes = [...supported.keys()], redirectSchemes = [], authorizationPath } = options;
  if (scopes.length === 0 || !scopes.every(isScope)) throw new TypeError(`oauthServer.scopes: ${scopes.join(" ")}`);
  for (const scheme of redirectSchemes) {
    if (!/^[a-z][a-z0-9+.-]*$/.test(scheme)) throw new TypeError(`oauthServer.redirectSchemes: ${scheme}`);
  }
  if (authorizationPath !== undefined && !/^\/(?![/\\])[^\s?#\\]*$/.test(authorizationPath)) {
    throw new TypeError("oauthServer.authorizationPath must be a path that begins with /");
  }
  if (authorizationPath === undefined && captcha !== null && !/^[\w-]{1,128}$/.test(captcha.siteKey ?? "")) {
    throw new TypeError("captcha.siteKey is missing: the page of consent shows the captcha");
  }
  if (options.silentPage === true && authorizationPath === undefined) {
    throw new TypeError(
      "oauthServer.silentPage needs authorizationPath: nobody stays signed in on the page of Perigee's own",
    );
  }
  return {
    access: resolveAccess(options.access ?? "userinfo", roles),
    scopes: new Set(scopes),
    dynamicRegistration: options.dynamicRegistration ?? false,
    redirectSchemes: new Set(redirectSchemes),
    authorizationPath: authorizationPath ?? null,
    silentPage: options.silentPage ?? false,
  };
}

function resolveAccess(given: NonNullable<OAuthServerOptions["access"]>, roles: ReadonlySet<string>): ClientAccess {
  if (given === "userinfo" || given === "user") return { kind: given };
  if (!roles.has(given.role) || given.role === serviceRole) {
    throw new TypeError(`oauthServer.access: ${given.role} is no role for clients`);
  }
  return { kind: "role", role: given.role };
}

/** RFC 8414 section 2: https, without query and fragment. This machine may do without TLS. */
function isIssuer(issuer: string): boolean {
  if (!URL.canParse(issuer)) return false;
  const { protocol, hostname, search, hash } = new URL(issuer);
  const isLocal = hostname === "localhost" || hostname === "127.0.0.1" || hostname === "[::1]";
  return (protocol === "https:" || (protocol === "http:" && isLocal)) && search === "" && hash === "";
}
