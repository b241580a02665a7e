/** How many requests in how long. */
export interface AuthRate {
  readonly requests: number;
  readonly windowSeconds: number;
}

/** What is limited together. */
export type RateClass = "token" | "signUp" | "send" | "verify" | "register";

export interface AuthRateOptions {
  /** `/token`, from one address. Default 150 in 300 s. */
  readonly token?: AuthRate | null;
  /** `/signup`, from one address. Default 30 in 300 s. */
  readonly signUp?: AuthRate | null;
  /** What sends mail or a message, from one address. Default 30 in 300 s. */
  readonly send?: AuthRate | null;
  /** `/verify` and codes of second factors, from one address. Default 30 in 300 s. */
  readonly verify?: AuthRate | null;
  /** Registering clients of the OAuth server, from one address. Default 20 in 3,600 s. */
  readonly register?: AuthRate | null;
  /** All of these under one API key (`sb_…`) together. Default null: no limit. */
  readonly key?: AuthRate | null;
}

export type AuthRates = Readonly<Record<RateClass | "key", AuthRate | null>>;

const few: AuthRate = { requests: 30, windowSeconds: 300 };

/** GoTrue's own limits. `false` is none at all. Throws TypeError for what is no positive whole number. */
export function resolveAuthRates(options: AuthRateOptions | false | undefined): AuthRates {
  if (options === false) return { token: null, signUp: null, send: null, verify: null, register: null, key: null };
  const rates: AuthRates = {
    token: { requests: 150, windowSeconds: 300 },
    signUp: few,
    send: few,
    verify: few,
    register: { requests: 20, windowSeconds: 3600 },
    key: null,
    ...options,
  };
  for (const [name, rate] of Object.entries(rates)) {
    for (const number of rate === null ? [] : [rate.requests, rate.windowSeconds]) {
      if (Number.isSafeInteger(number) && number > 0) continue;
      throw new TypeError(`rates.${name}: requests and windowSeconds must be positive whole numbers`);
    }
  }
  return rates;
}
