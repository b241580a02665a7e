const header = "x-graphql-event-stream-token";

/** The token of a reserved stream; null for none. Clients send one of old along when they reserve another: it means nothing. */
export function streamToken({ headers, url, method }: Request): string | null {
  if (method === "PUT") return null;
  const token = headers.get(header);
  // To make a URL of the text costs 10 to 20 µs, which every operation would pay.
  return token !== null || !url.includes("token=") ? token : new URL(url).searchParams.get("token");
}

/** Clients that would rather have events name them first: many name them behind JSON, in case of need. */
export function wantsEvents({ headers }: Request): boolean {
  const [first = ""] = headers.get("accept")?.split(",") ?? [];
  return first.split(";")[0]?.trim().toLowerCase() === "text/event-stream";
}

/** Whether a request is one of the graphql-sse protocol. */
export function isOfStream(request: Request): boolean {
  return request.method === "PUT" || wantsEvents(request) || streamToken(request) !== null;
}
