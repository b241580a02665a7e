import { compileGlob, type Glob } from "./glob.ts";

/** How users may come in, beside a password, and where they are sent afterwards. */
export interface FlowOptions {
  /** Where links lead that name no other place. Default `url`, else the origin that was asked. */
  readonly siteUrl?: string;
  /** Where else links may lead: URLs, or patterns with `*`, `**`, `?`, `[a-z]` and `{a,b}` as GoTrue has them. */
  readonly redirectUrls?: readonly string[];
  /** Whether users without an address may sign in. Default false. */
  readonly anonymousUsers?: boolean;
  /** Digits of a code. Default 6; from 6 to 10. */
  readonly otpLength?: number;
  /** How long a link and its code hold. Default 3,600; from 60 to 86,400. */
  readonly otpTtlSeconds?: number;
  /** Whether a new address has to be confirmed at the old one too. Default true. */
  readonly secureEmailChange?: boolean;
  /** Whether a session older than a day needs a code to change the password. Default false. */
  readonly reauthenticatePasswordChange?: boolean;
}

export interface FlowSettings {
  /** The origin that links of ours begin with; null for the one that was asked. */
  readonly publicOrigin: string | null;
  readonly siteUrl: string | null;
  readonly redirectPatterns: readonly Glob[];
  readonly anonymousUsers: boolean;
  readonly otpLength: number;
  readonly otpTtlSeconds: number;
  readonly secureEmailChange: boolean;
  readonly reauthenticatePasswordChange: boolean;
}

/** Throws TypeError where an option is wrong. */
export function resolveFlows(options: FlowOptions, url: string | undefined): FlowSettings {
  const { siteUrl, redirectUrls = [], otpLength = 6, otpTtlSeconds = 3600 } = options;
  if (siteUrl !== undefined && !URL.canParse(siteUrl)) throw new TypeError(`siteUrl is not a URL: ${siteUrl}`);
  if (!Number.isInteger(otpLength) || otpLength < 6 || otpLength > 10) {
    throw new TypeError("otpLength must be a whole number from 6 to 10");
  }
  if (!Number.isInteger(otpTtlSeconds) || otpTtlSeconds < 60 || otpTtlSeconds > 86_400) {
    throw new TypeError("otpTtlSeconds must be a whole number from 60 to 86400");
  }
  const publicOrigin = url !== undefined && URL.canParse(url) ? new URL(url).origin : null;
  return {
    publicOrigin,
    siteUrl: siteUrl ?? publicOrigin,
    redirectPatterns: redirectUrls.map(compileGlob),
    anonymousUsers: options.anonymousUsers ?? false,
    otpLength,
    otpTtlSeconds,
    secureEmailChange: options.secureEmailChange ?? true,
    reauthenticatePasswordChange: options.reauthenticatePasswordChange ?? false,
  };
}
