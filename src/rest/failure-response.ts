import { type Failure, failure } from "../kernel/failure.ts";
import type { Principal } from "../kernel/principal.ts";

/**
 * A failure as PostgREST answers it. What nobody but a signed-in user may do is 401 for the anonymous, with a challenge
 * (RFC 9110, section 11.6.1), and 403 for everybody else.
 * Source: https://docs.postgrest.org/en/v14/references/errors.html
 */
export function failureResponse(reason: Failure, principal: Principal | null): Response {
  const status = reason.code === "42501" && principal?.role === "anon" ? 401 : reason.status;
  const headers = new Headers({
    "content-type": "application/json; charset=utf-8",
    "proxy-status": `Perigee; error=${reason.code}`,
    ...reason.headers,
  });
  if (status === 401 && !headers.has("www-authenticate")) headers.set("www-authenticate", "Bearer");
  return new Response(failureText(reason), { status, headers });
}

export function failureText({ code, message, details, hint }: Failure): string {
  return JSON.stringify({ code, message, details, hint });
}

export function unsupportedMethod(method: string): Failure {
  return failure("PGRST117", `Unsupported HTTP method: ${method}`);
}
