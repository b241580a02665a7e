import type { Context, MiddlewareHandler } from "hono";
import type { Auth } from "../auth/auth.ts";
import { bearerToken } from "../auth/authenticate.ts";
import type { AuthRate, RateClass } from "../auth/rates.ts";
import { isPublicNetwork, networkOf } from "../kernel/network.ts";
import { type Principal, serviceRole } from "../kernel/principal.ts";
import { goTrueError, sendError } from "./errors.ts";

/** Counts a request of somebody in the window at hand, and says what is left of that. Throws where nobody can count. */
export type CountRequest = (
  key: string,
  windowMs: number,
) => Promise<{ readonly count: number; readonly restMs: number }>;

export interface AuthLimits {
  readonly count: CountRequest;
  /** Told that nobody could count; the request goes on. */
  readonly onFault: (error: unknown) => void;
}

/** What is limited, by the path under `/auth/v1`; a further path is a further entry. */
const classes: readonly (readonly [RegExp, RateClass])[] = [
  [/\/token$/, "token"],
  [/\/oauth\/(?:authorize|revoke|consent)$/, "token"],
  [/\/oauth\/clients\/register$/, "register"],
  [/\/passkeys?\/authentication\//, "token"],
  [/\/signup(?:\/options)?$/, "signUp"],
  [/\/(?:otp|magiclink|recover|resend|reauthenticate|invite)$/, "send"],
  [/\/verify$/, "verify"],
];

/**
 * The limits of the definition, for each address of the internet and for each API key; the service's own requests and those
 * of private networks are not counted. Answers say what is left (draft-ietf-httpapi-ratelimit-headers-10).
 */
export function limitRequests(auth: Auth, limits: AuthLimits): MiddlewareHandler {
  const { rates } = auth.settings;
  return async (c, next) => {
    const found = classes.find(([path]) => path.test(c.req.path))?.[1];
    if (found === undefined || c.req.method === "OPTIONS") return next();
    if ((await principalOf(auth, bearerOf(c)))?.role === serviceRole) return next();
    const counted: { readonly name: string; readonly rate: AuthRate; readonly key: string }[] = [];
    const network = networkOf(c.req.header("cf-connecting-ip") ?? null);
    const rate = rates[found];
    if (rate !== null && isPublicNetwork(network)) counted.push({ name: found, rate, key: `${found} ${network}` });
    const keyId = rates.key === null ? undefined : (await principalOf(auth, c.req.header("apikey")))?.claims.key_id;
    if (rates.key !== null && typeof keyId === "string") {
      counted.push({ name: "key", rate: rates.key, key: `key ${keyId}` });
    }
    const told: [string, string][] = [];
    for (const { name, rate: limit, key } of counted) {
      const window = await countOf(limits, `auth ${key}`, limit.windowSeconds * 1000);
      if (window === null) continue;
      const restSeconds = Math.max(Math.ceil(window.restMs / 1000), 1);
      const policy = `"${name}";q=${limit.requests};w=${limit.windowSeconds}`;
      const left = `"${name}";r=${Math.max(limit.requests - window.count, 0)};t=${restSeconds}`;
      told.push(["ratelimit-policy", policy], ["ratelimit", left]);
      if (window.count > limit.requests) return refused(c, told, restSeconds);
    }
    await next();
    for (const [name, text] of told) c.res.headers.append(name, text);
  };
}

/** Null where nobody can count. */
async function countOf({ count, onFault }: AuthLimits, key: string, windowMs: number) {
  try {
    return await count(key, windowMs);
  } catch (error) {
    onFault(error);
    return null;
  }
}

function refused(c: Context, told: readonly (readonly [string, string])[], restSeconds: number): Response {
  const error = goTrueError(429, "over_request_rate_limit", "Request rate limit reached");
  const response = sendError(c, { ...error, headers: { "retry-after": String(restSeconds) } });
  for (const [name, text] of told) response.headers.append(name, text);
  return response;
}

function bearerOf(c: Context): string | undefined {
  const bearer = bearerToken(c.req.header("authorization") ?? "");
  return bearer.ok ? bearer.value : undefined;
}

async function principalOf(auth: Auth, token: string | undefined): Promise<Principal | null> {
  if (token === undefined) return null;
  const checked = await auth.verifyToken(token);
  return checked.ok ? checked.value : null;
}
