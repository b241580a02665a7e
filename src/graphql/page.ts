import type { Assets } from "./ports.ts";

interface PageFile {
  readonly asset: string;
  readonly type: string;
}

/** GraphiQL and what it needs, by what follows the surface's path; there are no others. */
const files: ReadonlyMap<string, PageFile> = new Map([
  ["", { asset: "index.html", type: "text/html" }],
  ["/graphiql.css", { asset: "graphiql.css", type: "text/css" }],
  ["/style.css", { asset: "style.css", type: "text/css" }],
  ["/react.js", { asset: "react.js", type: "text/javascript" }],
  ["/react-dom.js", { asset: "react-dom.js", type: "text/javascript" }],
  ["/graphiql.js", { asset: "graphiql.js", type: "text/javascript" }],
  ["/graphql-sse.js", { asset: "graphql-sse.js", type: "text/javascript" }],
  ["/start.js", { asset: "start.js", type: "text/javascript" }],
]);

/**
 * Everything comes from the page's own origin and is sent there alone. Styles may stand in the page because the editor
 * writes them there; no script may, and none may make code of text.
 */
const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; " +
  "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Null for a file that the page does not have. */
export async function pageFile(path: string, assets: Assets): Promise<Response | null> {
  const file = files.get(path);
  const found = file === undefined ? null : await assets(`/graphiql/${file.asset}`);
  if (file === undefined || found === null) return null;
  const headers = {
    "content-type": `${file.type}; charset=utf-8`,
    "cache-control": "public, max-age=3600",
    "content-security-policy": contentSecurityPolicy,
    "referrer-policy": "no-referrer",
    vary: "accept",
  };
  return new Response(found.body, { headers });
}
