/** The caller's `x-request-id` where it is a plain token, else a new one: it names the request in answers and logs. */
export function requestId(headers: Headers): string {
  const given = headers.get("x-request-id");
  return given !== null && /^[\w.:-]{8,128}$/.test(given) ? given : crypto.randomUUID();
}
