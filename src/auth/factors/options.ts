/** What an application may choose about second factors and passkeys; everything has a default. */
export interface MfaOptions {
  /** The name that authenticator apps show beside the account. Default: the host of `url`, or `Perigee`. */
  readonly issuer?: string;
}

export interface MfaSettings {
  readonly issuer: string;
}

/** Throws TypeError where an option is wrong. */
export function resolveMfa(options: MfaOptions, url: string | undefined): MfaSettings {
  const issuer = options.issuer ?? (url !== undefined && URL.canParse(url) ? new URL(url).host : "Perigee");
  if (typeof issuer !== "string" || !/^\P{C}{1,64}$/u.test(issuer)) {
    throw new TypeError("mfa.issuer must have 1 to 64 characters");
  }
  return { issuer };
}
