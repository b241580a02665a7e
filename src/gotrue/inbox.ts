import type { Inbox, Received } from "../auth/mail/inbox.ts";
import { escapeHtml } from "../auth/mail/template.ts";

export interface InboxSurface {
  readonly path: string;
  readonly fetch: (request: Request) => Promise<Response>;
}

const path = "/_inbox";

/**
 * `/_inbox`: what was sent in development, in the browser or as JSON (`Accept: application/json`). Messages hold tokens,
 * so it answers this machine alone, whatever it is mounted in, and no page of another origin.
 */
export function inboxSurface(inbox: Inbox): InboxSurface {
  return {
    path,
    async fetch(request) {
      const url = new URL(request.url);
      if (!isLocal(url.hostname) || isForeign(request)) return page(404, "Not found", "<p>There is nothing here.</p>");
      const [, id, part] = /^\/_inbox(?:\/(\d{1,15})(\/html)?)?\/?$/.exec(url.pathname) ?? [];
      if (request.method === "DELETE" && url.pathname === path) {
        await inbox.clear();
        return new Response(null, { status: 204 });
      }
      if (request.method !== "GET") return page(405, "Not allowed", "<p>GET and DELETE alone.</p>");
      if (id === undefined) {
        return url.pathname.replace(/\/$/, "") === path ? list(request, await inbox.list()) : notFound();
      }
      const message = await inbox.find(Number(id));
      if (message === null) return notFound();
      return part === undefined ? one(request, message) : body(message);
    },
  };
}

function isLocal(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

/** A page elsewhere may lead here; it may not read what is here. */
function isForeign({ headers }: Request): boolean {
  return headers.get("sec-fetch-site") === "cross-site" && headers.get("sec-fetch-mode") !== "navigate";
}

function wantsJson({ headers }: Request): boolean {
  return (headers.get("accept") ?? "").includes("application/json");
}

function list(request: Request, messages: readonly Received[]): Response {
  if (wantsJson(request)) return Response.json({ messages }, { headers: { "cache-control": "no-store" } });
  const rows = messages.map(
    ({ id, to, subject, text, receivedAt }) =>
      `<tr><td>${escapeHtml(receivedAt)}</td><td>${escapeHtml(to)}</td>` +
      `<td><a href="${path}/${id}">${escapeHtml(subject === "" ? text.slice(0, 80) : subject)}</a></td></tr>`,
  );
  const table = rows.length === 0 ? "<p>Nothing was sent yet.</p>" : `<table>${rows.join("\n")}</table>`;
  return page(200, "Inbox", `${table}\n<p>The newest 200 messages. Nothing leaves this machine.</p>`);
}

function one(request: Request, message: Received): Response {
  if (wantsJson(request)) return Response.json(message, { headers: { "cache-control": "no-store" } });
  const { id, to, subject, text, html, receivedAt } = message;
  const frame =
    html === null ? "" : `<iframe sandbox="allow-popups allow-top-navigation" src="${path}/${id}/html"></iframe>`;
  const head = `<p><a href="${path}">Inbox</a></p><p>To ${escapeHtml(to)}, ${escapeHtml(receivedAt)}</p>`;
  return page(200, subject === "" ? "Text message" : subject, `${head}${frame}<pre>${linked(text)}</pre>`);
}

/** Links of the text can be followed. */
function linked(text: string): string {
  return escapeHtml(text).replaceAll(/https?:\/\/[^\s<]+/g, (url) => `<a href="${url}">${url}</a>`);
}

function body({ html }: Received): Response {
  const policy =
    "sandbox allow-popups allow-top-navigation; default-src 'none'; style-src 'unsafe-inline'; img-src data: https:";
  const headers = { "content-type": "text/html; charset=utf-8", "content-security-policy": policy };
  return new Response(`<base target="_top">${html ?? ""}`, { headers: { ...headers, "cache-control": "no-store" } });
}

function notFound(): Response {
  return page(404, "Not found", `<p>No such message. <a href="${path}">Inbox</a></p>`);
}

const style = `body{font:16px system-ui;max-width:60rem;margin:2rem auto;padding:0 1rem}td{padding:.3rem 1rem .3rem 0}
iframe{width:100%;height:24rem;border:1px solid #bbb}pre{white-space:pre-wrap;overflow-wrap:anywhere}`;

function page(status: number, title: string, content: string): Response {
  const name = escapeHtml(title);
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${name}</title>`;
  const text = `<!doctype html><html lang="en"><head>${head}<style>${style}</style></head>
<body><h1>${name}</h1>${content}</body></html>`;
  return new Response(text, {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    },
  });
}
