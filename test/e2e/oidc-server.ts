import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";

/** The part of oidc-provider that is used: it brings no types. */
interface OidcProvider {
  callback(): (request: unknown, response: unknown) => void;
}
type OidcProviderClass = new (issuer: string, configuration: unknown) => OidcProvider;

export interface Person {
  readonly email: string;
  readonly verified: boolean;
}

export interface OidcOptions {
  readonly issuer: string;
  readonly port: number;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
  /** By what they type as their login, which is their `sub`. */
  readonly people: ReadonlyMap<string, Person>;
}

/** A real OpenID provider on a socket of this machine. */
export async function startOidc(options: OidcOptions): Promise<{ stop(): Promise<void> }> {
  // Named by a variable, because it brings no types.
  const module = "oidc-provider";
  const { default: Provider }: { readonly default: OidcProviderClass } = await import(module);
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const provider = new Provider(options.issuer, {
    clients: [
      {
        client_id: options.clientId,
        client_secret: options.clientSecret,
        redirect_uris: [options.redirectUri],
        grant_types: ["authorization_code"],
        response_types: ["code"],
      },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), use: "sig", alg: "RS256", kid: "test" }] },
    pkce: { required: () => true },
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    conformIdTokenClaims: false,
    cookies: { keys: ["a key for nothing but this test"] },
    features: { devInteractions: { enabled: true } },
    findAccount: (_context: unknown, sub: string) => ({
      accountId: sub,
      claims: () => {
        const person = options.people.get(sub);
        return { sub, email: person?.email, email_verified: person?.verified, name: `Person ${sub}` };
      },
    }),
  });
  const server: Server = createServer(provider.callback());
  server.listen(options.port, "127.0.0.1");
  await once(server, "listening");
  return {
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** A browser without a page: follows redirects with its cookies, signs in as `login` and agrees, up to `until`. */
export async function signInAt(
  start: string,
  login: string,
  until: (url: URL) => boolean,
  cookies: Map<string, string> = new Map(),
): Promise<URL> {
  let url = new URL(start);
  let form: URLSearchParams | null = null;
  for (let steps = 0; steps < 20; steps++) {
    if (until(url)) return url;
    const response: Response = await fetch(url, {
      method: form === null ? "GET" : "POST",
      redirect: "manual",
      headers: { cookie: [...cookies].map(([name, text]) => `${name}=${text}`).join("; ") },
      ...(form === null ? {} : { body: form }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = "", text = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(name, text);
    }
    const location = response.headers.get("location");
    const page = await response.text();
    if (location !== null) {
      url = new URL(location, url);
      form = null;
      continue;
    }
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1];
    const action = /action="([^"]+)"/.exec(page)?.[1];
    if (prompt === undefined || action === undefined)
      throw new Error(`${response.status} at ${url}: ${page.slice(0, 400)}`);
    url = new URL(action, url);
    form = new URLSearchParams(prompt === "login" ? { prompt, login, password: "x" } : { prompt });
  }
  throw new Error(`no end at ${url}`);
}
