import { createHash } from "node:crypto";
import { escapeHtml } from "../../auth/mail/template.ts";
import type { OAuthClient } from "../../auth/oauth-server/client.ts";
import type { ClientAccess } from "../../auth/oauth-server/options.ts";
import { type Scope, scopes as scopeWords } from "../../auth/oauth-server/scopes.ts";

// The page of consent: forms and no script.

export interface FormState {
  readonly authorizationId: string;
  /** What the form's cookie holds, too: a form of another page has it not. */
  readonly token: string;
  /** Why the form is shown again. */
  readonly error: string | null;
}

export interface PageClient {
  readonly client: OAuthClient;
  readonly redirectUri: string;
}

export function signInPage(state: FormState, of: PageClient): string {
  return page(
    "Sign in",
    `${lead(of, "wants to connect to your account. Sign in to decide.")}${form(
      state,
      `<label>E-mail <input name="email" type="email" autocomplete="username" required autofocus></label>
<label>Password <input name="password" type="password" autocomplete="current-password" required></label>
${button("sign-in", "Sign in")}`,
    )}`,
  );
}

export function codePage(state: FormState, of: PageClient): string {
  const input = `<input name="code" inputmode="numeric" autocomplete="one-time-code" required autofocus>`;
  return page(
    "Second factor",
    `${lead(of, "wants to connect to your account.")}${form(
      state,
      `<label>Code of your authenticator app ${input}</label>
${button("prove", "Continue")}${button("leave", "Sign out", true)}`,
    )}`,
  );
}

export interface Asked extends PageClient {
  readonly email: string | null;
  readonly scopes: readonly Scope[];
  readonly access: ClientAccess;
}

export function decisionPage(state: FormState, asked: Asked): string {
  const lines = asked.scopes.map((scope) => scopeWords.get(scope) ?? scope);
  if (asked.access.kind === "user") lines.push("See and change in your name what you may see and change here");
  if (asked.access.kind === "role") lines.push("Use in your name what is open to connected apps");
  const list = lines.map((line) => `<li>${escapeHtml(line)}</li>`).join("");
  const who = asked.email === null ? "You are signed in." : `You are signed in as ${escapeHtml(asked.email)}.`;
  return page(
    "Connect an app",
    `${lead(asked, "wants to:")}<ul>${list}</ul><p>${who} You can take this back at any time.</p>${form(
      state,
      `${button("approve", "Allow")}${button("deny", "Deny")}${button("leave", "Sign out", true)}`,
    )}`,
  );
}

export function messagePage(title: string, message: string): string {
  return page(title, `<p>${escapeHtml(message)}</p>`);
}

/** Anybody can give an app a name: where it leads to is what counts. */
function lead({ client, redirectUri }: PageClient, words: string): string {
  const name = client.name === "" ? "An app without a name" : client.name;
  const target = `It will be answered at <b>${escapeHtml(targetOf(redirectUri))}</b>.`;
  return `<p><b>${escapeHtml(name)}</b> ${words}</p><p>${target}</p>`;
}

function targetOf(redirectUri: string): string {
  const { protocol, host } = new URL(redirectUri);
  return protocol === "https:" || protocol === "http:" ? host : `the app of ${protocol.slice(0, -1)}`;
}

function form({ authorizationId, token, error }: FormState, content: string): string {
  const alert = error === null ? "" : `<p role="alert">${escapeHtml(error)}</p>`;
  return `${alert}<form method="post"><input type="hidden" name="authorization_id" value="${escapeHtml(authorizationId)}">
<input type="hidden" name="form" value="${escapeHtml(token)}">${content}</form>`;
}

/** `leaves` does without what the form demands. */
function button(action: string, words: string, leaves = false): string {
  return `<button name="action" value="${action}"${leaves ? " formnovalidate" : ""}>${words}</button>`;
}

const style = `body{font:16px/1.5 system-ui;max-width:26rem;margin:3rem auto;padding:0 1rem}label{display:block;margin:1rem 0}
input{display:block;width:100%;box-sizing:border-box;font:inherit;padding:.5rem}button{font:inherit;padding:.5rem 1rem;margin:.5rem .5rem 0 0}
[role=alert]{border-left:4px solid #b00;padding-left:.75rem}`;

function page(title: string, content: string): string {
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title>`;
  return `<!doctype html><html lang="en"><head>${head}<style>${style}</style></head>
<body><main><h1>${escapeHtml(title)}</h1>${content}</main></body></html>`;
}

const styleHash: string = createHash("sha256").update(style).digest("base64");

/**
 * Nothing but the page's own style, and nobody may frame it. Browsers hold a form's redirects to `form-action` too, so the
 * client's own target stands there. With `no-referrer` they would hide where a form comes from.
 */
export function pageHeaders(redirectUri: string | null): Readonly<Record<string, string>> {
  const target = redirectUri === null ? "" : ` ${sourceOf(redirectUri)}`;
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${styleHash}'`,
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
