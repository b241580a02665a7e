import type { CaptchaOptions } from "./captcha.ts";
import { type MfaOptions, type MfaSettings, resolveMfa } from "./factors/options.ts";
import { type FlowOptions, type FlowSettings, resolveFlows } from "./flows/options.ts";
import { type IdentityOptions, type IdentitySettings, resolveIdentities } from "./identities/options.ts";
import { type PostOptions, type PostSettings, resolvePost } from "./mail/options.ts";
import { type OAuthServerOptions, type OAuthServerSettings, resolveOAuthServer } from "./oauth-server/options.ts";
import { type AuthRateOptions, type AuthRates, resolveAuthRates } from "./rates.ts";
import type { SigningAlgorithm } from "./signing-key.ts";
import { type RelyingParty, resolveRelyingParty, type WebauthnOptions } from "./webauthn/relying-party.ts";

/** What an application may choose; everything has a default. */
export interface AuthOptions extends FlowOptions, PostOptions, IdentityOptions {
  /** The public origin, e.g. `https://api.example.com`; the issuer is derived from it. */
  readonly url?: string;
  /** The `iss` of access tokens, where it is not `<url>/auth/v1`. */
  readonly issuer?: string;
  /** Default 3,600; from 1 to 86,400. */
  readonly accessTokenTtlSeconds?: number;
  /** How long a used refresh token still gives the token that replaced it. Default 10; from 0 to 300. */
  readonly refreshReuseGraceSeconds?: number;
  /** A session ends so long after it began; null for never, the default. */
  readonly sessionTimeboxSeconds?: number | null;
  /** A session cannot be refreshed after so long without a refresh; null for never, the default. */
  readonly sessionInactivitySeconds?: number | null;
  /** In characters. Default 8; from 6 to 1,000. */
  readonly passwordMinLength?: number;
  /** Whether new passwords must not be among the 20,000 that leaks hold most often. Default false, as GoTrue's. */
  readonly refuseLeakedPasswords?: boolean;
  /** Whether an e-mail address counts as confirmed at sign-up. Default true. */
  readonly autoConfirm?: boolean;
  /** Whether a phone number counts as confirmed, at sign-up and when it is changed: nobody proves theirs. Default false. */
  readonly autoConfirmPhone?: boolean;
  /** Default true. */
  readonly allowSignup?: boolean;
  /** What access tokens are signed with. Default ES256; auth-js 2.119 verifies EdDSA at the server alone. */
  readonly signingAlgorithm?: SigningAlgorithm;
  /** The cron replaces the signing key when it is so old. Default 90; null for never. */
  readonly signingKeyDays?: number | null;
  /** How far `nbf` and `iat` may lie in the future; `exp` has no leeway. Default 30; from 0 to 300. */
  readonly leewaySeconds?: number;
  /** Second factors. */
  readonly mfa?: MfaOptions;
  /** Whose credentials passkeys and WebAuthn factors are; neither is there without it. */
  readonly webauthn?: WebauthnOptions;
  /** How often an address, or an API key, may ask the endpoints of auth; false for as often as they like. */
  readonly rates?: AuthRateOptions | false;
  /** Asks for a solved captcha; its secret is `PERIGEE_CAPTCHA_SECRET`. Default: none. */
  readonly captcha?: CaptchaOptions;
  /** The OAuth 2.1 server for clients of others. Default: none. */
  readonly oauthServer?: OAuthServerOptions;
  /** The application's own roles, beside `anon`, `authenticated` and `service_role`. */
  readonly roles?: readonly string[];
}

export interface AuthSettings extends FlowSettings, PostSettings, IdentitySettings {
  readonly issuer: string;
  readonly audience: string;
  readonly accessTokenTtlSeconds: number;
  readonly refreshReuseGraceSeconds: number;
  readonly sessionTimeboxSeconds: number | null;
  readonly sessionInactivitySeconds: number | null;
  readonly passwordMinLength: number;
  readonly refuseLeakedPasswords: boolean;
  readonly autoConfirm: boolean;
  readonly autoConfirmPhone: boolean;
  readonly allowSignup: boolean;
  readonly signingAlgorithm: SigningAlgorithm;
  readonly signingKeyDays: number | null;
  readonly leewaySeconds: number;
  readonly mfa: MfaSettings;
  readonly webauthn: RelyingParty | null;
  readonly rates: AuthRates;
  readonly captcha: CaptchaOptions | null;
  readonly oauthServer: OAuthServerSettings | null;
  readonly roles: ReadonlySet<string>;
}

const tenYearsSeconds = 315_360_000;

/** Completes the options. Throws TypeError where one is wrong: that is the caller's bug, found at start. */
export function resolveAuthSettings(options: AuthOptions = {}): AuthSettings {
  const roles = options.roles ?? [];
  for (const role of roles) {
    if (typeof role !== "string" || !/^[a-z_][a-z0-9_]{0,62}$/.test(role)) throw new TypeError(`not a role: ${role}`);
  }
  const allRoles = new Set(["anon", "authenticated", "service_role", ...roles]);
  const ownIssuer = issuer(options);
  const surroundings = { issuer: ownIssuer, roles: allRoles, captcha: options.captcha ?? null };
  return {
    issuer: ownIssuer,
    audience: "authenticated",
    accessTokenTtlSeconds: within("accessTokenTtlSeconds", options.accessTokenTtlSeconds ?? 3600, [1, 86_400]),
    refreshReuseGraceSeconds: within("refreshReuseGraceSeconds", options.refreshReuseGraceSeconds ?? 10, [0, 300]),
    sessionTimeboxSeconds: optional("sessionTimeboxSeconds", options.sessionTimeboxSeconds),
    sessionInactivitySeconds: optional("sessionInactivitySeconds", options.sessionInactivitySeconds),
    passwordMinLength: within("passwordMinLength", options.passwordMinLength ?? 8, [6, 1000]),
    refuseLeakedPasswords: flag("refuseLeakedPasswords", options.refuseLeakedPasswords ?? false),
    autoConfirm: flag("autoConfirm", options.autoConfirm ?? true),
    autoConfirmPhone: flag("autoConfirmPhone", options.autoConfirmPhone ?? false),
    allowSignup: flag("allowSignup", options.allowSignup ?? true),
    signingAlgorithm: algorithm(options.signingAlgorithm ?? "ES256"),
    signingKeyDays:
      options.signingKeyDays === null ? null : within("signingKeyDays", options.signingKeyDays ?? 90, [1, 3650]),
    leewaySeconds: within("leewaySeconds", options.leewaySeconds ?? 30, [0, 300]),
    mfa: resolveMfa(options.mfa ?? {}, options.url),
    webauthn: resolveRelyingParty(options.webauthn),
    rates: resolveAuthRates(options.rates),
    captcha: options.captcha ?? null,
    oauthServer: resolveOAuthServer(options.oauthServer, surroundings),
    ...resolveFlows(options, options.url),
    ...resolvePost(options, options.url),
    ...resolveIdentities(options),
    roles: allRoles,
  };
}

function algorithm(given: SigningAlgorithm): SigningAlgorithm {
  if (given !== "ES256" && given !== "EdDSA") throw new TypeError("signingAlgorithm must be ES256 or EdDSA");
  return given;
}

function issuer(options: AuthOptions): string {
  if (options.issuer !== undefined) {
    if (typeof options.issuer !== "string" || options.issuer === "") throw new TypeError("issuer must be a text");
    return options.issuer;
  }
  // Without a URL the issuer still has to be the same on every host name and port that the worker answers on.
  if (options.url === undefined) return "perigee/auth/v1";
  if (!URL.canParse(options.url)) throw new TypeError(`url is not a URL: ${options.url}`);
  return `${new URL(options.url).origin}/auth/v1`;
}

function within(name: string, given: number, [least, most]: readonly [number, number]): number {
  if (!Number.isInteger(given) || given < least || given > most) {
    throw new TypeError(`${name} must be a whole number from ${least} to ${most}`);
  }
  return given;
}

function optional(name: string, given: number | null | undefined): number | null {
  return given === null || given === undefined ? null : within(name, given, [1, tenYearsSeconds]);
}

function flag(name: string, given: boolean): boolean {
  if (typeof given !== "boolean") throw new TypeError(`${name} must be true or false`);
  return given;
}
