import type { Context, Engine } from "../engine/request.ts";
import { type Failure, failure } from "../kernel/failure.ts";
import { type Eventual, ok } from "../kernel/result.ts";
import type { Contract } from "./contract.ts";
import type { Assets } from "./ports.ts";

/** Who asks: from the request's token. */
export type ContextOf = (request: Request) => Eventual<Context, Failure>;

export interface OpenApiSurface {
  readonly path: string;
  readonly fetch: (request: Request, contextOf: ContextOf) => Promise<Response>;
}

/** `/openapi.json`: what the caller's role may use. A session that has ended has no role (PGRST301). */
export function contractSurface(contract: Contract, engine: Pick<Engine, "own">): OpenApiSurface {
  const path = "/openapi.json";
  return {
    path,
    async fetch(request, contextOf) {
      const refused = unfit(request, (pathname) => pathname === path);
      if (refused !== null) return failed(refused);
      const context = await contextOf(request);
      if (!context.ok) return failed(context.error);
      const { role, sessionId } = context.value.principal;
      const alive = sessionId === null ? ok([]) : await engine.own([], context.value);
      if (!alive.ok) return failed(alive.error);
      const headers = {
        "content-type": "application/json; charset=utf-8",
        "cache-control": "private, no-cache",
        vary: "Authorization, apikey",
      };
      return new Response(request.method === "HEAD" ? null : contract(role), { headers });
    },
  };
}

/**
 * Everything comes from the page's own origin. Styles may stand in the page because the reference writes them there; no
 * script may, and none may make code of text.
 */
export const contentSecurityPolicy: string = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** `/docs`: the page and its files, of which there are no others. */
const files: ReadonlyMap<string, { readonly file: string; readonly type: string }> = new Map([
  ["/docs", { file: "/docs/index.html", type: "text/html; charset=utf-8" }],
  ["/docs/", { file: "/docs/index.html", type: "text/html; charset=utf-8" }],
  ["/docs/start.js", { file: "/docs/start.js", type: "text/javascript; charset=utf-8" }],
  ["/docs/style.css", { file: "/docs/style.css", type: "text/css; charset=utf-8" }],
  ["/docs/reference.js", { file: "/docs/reference.js", type: "text/javascript; charset=utf-8" }],
]);

/** `/docs`: the contract, to read and to try in a browser. It asks for `/openapi.json` itself. */
export function docsSurface(assets: Assets): OpenApiSurface {
  return {
    path: "/docs",
    async fetch(request) {
      const refused = unfit(request, (pathname) => files.has(pathname));
      if (refused !== null) return failed(refused);
      const found = files.get(new URL(request.url).pathname);
      const asset = found === undefined ? null : await assets(found.file);
      if (found === undefined || asset === null) return failed(nothing);
      const headers = new Headers({
        "content-type": found.type,
        "cache-control": "public, max-age=3600",
        "content-security-policy": contentSecurityPolicy,
        "referrer-policy": "no-referrer",
      });
      return new Response(request.method === "HEAD" ? null : asset.body, { headers });
    },
  };
}

const nothing = failure("PER404", "there is nothing at this address");

function unfit(request: Request, exists: (pathname: string) => boolean): Failure | null {
  if (!exists(new URL(request.url).pathname)) return nothing;
  if (request.method === "GET" || request.method === "HEAD") return null;
  return failure("PGRST117", `Unsupported HTTP method: ${request.method}`, { headers: { allow: "GET,HEAD" } });
}

function failed({ code, message, details, hint, status, headers }: Failure): Response {
  return Response.json({ code, message, details, hint }, { status, headers: { ...headers } });
}
