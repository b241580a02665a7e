const name = "graphql-transport-ws";

/** The subprotocol that a request for a socket offers and the server speaks; null for none. RFC 6455 section 11.3.4. */
export function offeredProtocol({ headers }: Request): string | null {
  const offered = headers.get("sec-websocket-protocol")?.split(",") ?? [];
  return offered.some((each) => each.trim() === name) ? name : null;
}
