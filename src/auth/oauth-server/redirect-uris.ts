const maxUriLength = 2000;

export interface RedirectRules {
  /** Whether anybody registers the client: then a scheme of an app has a dot in it, or is one of `schemes`. */
  readonly isDynamic: boolean;
  readonly schemes: ReadonlySet<string>;
}

/**
 * Whether a client may register the URI: https, http on its user's own machine (RFC 8252 section 7.3), or an app's own
 * scheme (section 7.1). It is written as a browser reads it, so that nothing in it means two things.
 */
export function isRedirectUri(uri: string, { isDynamic, schemes }: RedirectRules): boolean {
  if (uri.length > maxUriLength || /[\s\\#*\p{C}]/u.test(uri) || !URL.canParse(uri)) return false;
  const { protocol, hostname, username, password } = new URL(uri);
  if (username !== "" || password !== "" || uri.includes("@")) return false;
  if (protocol === "https:") return hostname !== "";
  if (protocol === "http:") return isLoopback(hostname);
  const scheme = protocol.slice(0, -1);
  if (foreign.has(scheme)) return false;
  return !isDynamic || scheme.includes(".") || schemes.has(scheme);
}

/** What a browser runs, shows or hands on itself. */
const foreign: ReadonlySet<string> = new Set(
  "javascript data vbscript blob file about view-source filesystem ws wss ftp mailto tel sms intent content chrome".split(
    " ",
  ),
);

/**
 * RFC 9700 section 2.1: the URI has to be one that is registered, character by character; on the user's own machine its
 * port is free, because an app takes one that it finds (RFC 8252 section 7.3).
 */
export function isRegistered(uri: string, registered: readonly string[]): boolean {
  if (registered.includes(uri)) return true;
  const bare = withoutPort(uri);
  return bare !== null && registered.some((known) => withoutPort(known) === bare);
}

/** Null for what is not on the user's own machine. */
function withoutPort(uri: string): string | null {
  const [, host, rest = ""] = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?((?:[/?].*)?)$/.exec(uri) ?? [];
  return host === undefined || !URL.canParse(uri) ? null : `${host}${rest}`;
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "127.0.0.1" || hostname === "[::1]";
}

/** Whether only the client can be behind it: nobody else answers under its https, and an app's scheme is anybody's. */
export function isOwned(uri: string): boolean {
  return uri.startsWith("https:");
}
