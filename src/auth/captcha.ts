/** Who a captcha is solved for; both speak the same protocol. */
export type CaptchaProvider = "turnstile" | "hcaptcha";

export interface CaptchaOptions {
  readonly provider: CaptchaProvider;
  /** Where tokens are verified, if not at the provider. */
  readonly url?: string;
  /** The public key of the widget, for the page of consent: the application's own pages know theirs. */
  readonly siteKey?: string;
}

/** `unavailable` where the provider does not answer as it should: then nobody is let in. */
export type CaptchaVerdict =
  | { readonly kind: "solved" | "unavailable" }
  | { readonly kind: "refused"; readonly codes: string };

/** Asks whether a captcha's token holds, for the address that it was solved at. Never throws. */
export type CaptchaVerifier = (token: string, ip: string | null) => Promise<CaptchaVerdict>;

/**
 * Sources: https://developers.cloudflare.com/turnstile/get-started/server-side-validation/,
 * https://docs.hcaptcha.com/#verify-the-user-response-server-side
 */
const addresses: Readonly<Record<CaptchaProvider, string>> = {
  turnstile: "https://challenges.cloudflare.com/turnstile/v0/siteverify",
  hcaptcha: "https://api.hcaptcha.com/siteverify",
};

const timeoutMs = 10_000;
const maxTokenLength = 8_192;

/** Throws TypeError for another provider, or without a secret: `PERIGEE_CAPTCHA_SECRET`. */
export function captchaVerifier(options: CaptchaOptions, secret: string | undefined): CaptchaVerifier {
  const url = options.url ?? addresses[options.provider];
  if (url === undefined || !URL.canParse(url)) throw new TypeError(`captcha: ${options.provider} is not known`);
  if (secret === undefined || secret === "") throw new TypeError("captcha: PERIGEE_CAPTCHA_SECRET is missing");
  return async (token, ip) => {
    if (token.length > maxTokenLength) return { kind: "refused", codes: "invalid-input-response" };
    const body = new URLSearchParams({ secret, response: token, ...(ip === null ? {} : { remoteip: ip }) });
    try {
      const response = await fetch(url, { method: "POST", body, signal: AbortSignal.timeout(timeoutMs) });
      const answer: unknown = await response.json();
      if (typeof answer !== "object" || answer === null || !("success" in answer)) return { kind: "unavailable" };
      return answer.success === true ? { kind: "solved" } : { kind: "refused", codes: codesOf(answer) };
    } catch {
      return { kind: "unavailable" };
    }
  };
}

function codesOf(answer: object): string {
  const codes = "error-codes" in answer && Array.isArray(answer["error-codes"]) ? answer["error-codes"] : [];
  return codes.filter((code) => typeof code === "string" && /^[\w-]{1,64}$/.test(code)).join(", ");
}
