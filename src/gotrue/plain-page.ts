import { createHash } from "node:crypto";
import { escapeHtml } from "../auth/mail/template.ts";

// Pages of this server's own for people: forms, and scripts only where a page says which.

/** `leaves` does without what the form demands. */
export function button(action: string, words: string, leaves = false): string {
  return `<button name="action" value="${action}"${leaves ? " formnovalidate" : ""}>${words}</button>`;
}

const style = `body{font:16px/1.5 system-ui;max-width:26rem;margin:3rem auto;padding:0 1rem}label{display:block;margin:1rem 0}
input{display:block;width:100%;box-sizing:border-box;font:inherit;padding:.5rem}button{font:inherit;padding:.5rem 1rem;margin:.5rem .5rem 0 0}
[role=alert]{border-left:4px solid #b00;padding-left:.75rem}`;

export function page(title: string, content: string): string {
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title>`;
  return `<!doctype html><html lang="en"><head>${head}<style>${style}</style></head>
<body><main><h1>${escapeHtml(title)}</h1>${content}</main></body></html>`;
}

export function messagePage(title: string, message: string): string {
  return page(title, `<p>${escapeHtml(message)}</p>`);
}

const styleHash: string = createHash("sha256").update(style).digest("base64");

/** What a page loads beside its style, by the kind of the policy's directive: `script` is `script-src`. */
export type PageSources = Readonly<Partial<Record<"script" | "style" | "connect" | "frame", readonly string[]>>>;

/**
 * Nothing but the page's own style, and nobody may frame it. Browsers hold a form's redirects to `form-action` too, so the
 * client's own target stands there. With `no-referrer` they would hide where a form comes from.
 */
export function pageHeaders(
  redirectUri: string | null,
  sources: readonly PageSources[] = [],
): Readonly<Record<string, string>> {
  const target = redirectUri === null ? "" : ` ${sourceOf(redirectUri)}`;
  const from = (kind: keyof PageSources): readonly string[] => sources.flatMap((source) => source[kind] ?? []);
  const more = (["script", "connect", "frame"] as const).flatMap((kind) => {
    const names = from(kind);
    return names.length === 0 ? [] : [`${kind}-src ${names.join(" ")}`];
  });
  const policy = [
    "default-src 'none'",
    ["style-src", `'sha256-${styleHash}'`, ...from("style")].join(" "),
    ...more,
    `form-action 'self'${target}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ];
  return {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": policy.join("; "),
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cache-control": "no-store",
  };
}

/** A scheme where there is no host that the policy's grammar takes. */
function sourceOf(redirectUri: string): string {
  const { protocol, host, origin } = new URL(redirectUri);
  const isWeb = protocol === "https:" || protocol === "http:";
  return isWeb && !host.startsWith("[") ? origin : protocol;
}
