import { escapeHtml } from "../../auth/mail/template.ts";
import type { OAuthClient } from "../../auth/oauth-server/client.ts";
import type { ClientAccess } from "../../auth/oauth-server/options.ts";
import { type Scope, scopes as scopeWords } from "../../auth/oauth-server/scopes.ts";
import { button, page } from "../plain-page.ts";
import { captchaHtml, passkeyHtml, type SignInWays } from "./sign-in-ways.ts";

// The page of consent: forms, and the scripts that passkeys and captchas cannot do without.

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

export function signInPage(state: FormState, of: PageClient, ways: SignInWays): string {
  return page(
    "Sign in",
    `${lead(of, "wants to connect to your account. Sign in to decide.")}${form(
      state,
      `<label>E-mail <input name="email" type="email" autocomplete="username" required autofocus></label>
<label>Password <input name="password" type="password" autocomplete="current-password" required></label>
${captchaHtml(ways.captcha)}${button("sign-in", "Sign in")}${passkeyHtml(ways)}`,
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
