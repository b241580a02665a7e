import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { type PageSignIn, pageSessionSeconds } from "../../auth/oauth-server/page-session.ts";
import type { AuthReason } from "../../auth/reasons.ts";
import { randomBytes, toBase64Url } from "../../kernel/bytes.ts";
import { readJson } from "../../kernel/json.ts";
import type { Principal } from "../../kernel/principal.ts";
import { reasonError } from "../errors.ts";
import { isFromHere, placesOf } from "../links.ts";
import { messagePage, type PageSources, pageHeaders } from "../plain-page.ts";
import { redirect } from "../redirect.ts";
import { clientOf } from "../surface.ts";
import { codePage, decisionPage, type FormState, signInPage } from "./consent-html.ts";
import { readParameters } from "./parameters.ts";
import type { ServerSurface } from "./server-surface.ts";
import { captchaField, type SignInWays, sourcesOf } from "./sign-in-ways.ts";

/**
 * `/oauth/consent`: signing in with a password or a passkey, and the decision, for who has no page of their own. The cookies live ten minutes, for this host alone; the session ends with the decision.
 */
export function consentPageEndpoints(surface: ServerSurface): void {
  if (surface.settings.authorizationPath !== null) return;
  const { app } = surface;
  app.get("/oauth/consent", (c) => show(c, surface, new URL(c.req.url).searchParams.get("authorization_id") ?? ""));
  app.post("/oauth/consent", (c) => act(c, surface));
}

const sessionCookie = "perigee-consent";
const formCookie = "perigee-form";

function keep(c: Context, name: string, content: string): void {
  const maxAge = content === "" ? 0 : pageSessionSeconds;
  setCookie(c, name, content, { prefix: "host", httpOnly: true, sameSite: "Strict", maxAge });
}

async function principalOf(c: Context, { server }: ServerSurface): Promise<Principal | null> {
  const sealed = getCookie(c, sessionCookie, "host");
  return sealed === undefined || sealed === "" ? null : server.readPageSession(sealed);
}

interface Problem {
  readonly error: string;
  readonly status: 400 | 401 | 429 | 503;
}

/** The page as it stands for who is signed in on it, or nobody. */
async function show(
  c: Context,
  surface: ServerSurface,
  authorizationId: string,
  problem: Problem | null = null,
): Promise<Response> {
  const { server, settings } = surface;
  const preview = await server.preview(authorizationId);
  if (preview === null) return gone(c);
  const known = getCookie(c, formCookie, "host");
  const token = known || toBase64Url(randomBytes(32));
  keep(c, formCookie, token);
  const state: FormState = { authorizationId, token, error: problem?.error ?? null };
  const html = (text: string, sources: readonly PageSources[] = []): Response =>
    c.body(text, problem?.status ?? 200, pageHeaders(preview.redirectUri, sources));
  const ways = waysOf(c, surface);
  const askToSignIn = (): Response => html(signInPage(state, preview, ways), sourcesOf(ways));
  const principal = await principalOf(c, surface);
  if (principal === null) return askToSignIn();
  const described = await server.describe(principal, { id: authorizationId, client: clientOf(c) });
  if (described.ok) {
    const { value } = described;
    if (value.kind === "decided") return leave(c, surface, value.redirectUrl);
    const { authorization, user } = value.pending;
    const { scopes } = authorization;
    return html(decisionPage(state, { ...preview, email: user.email, scopes, access: settings.access }));
  }
  const { error } = described;
  if (error.kind === "factor" && error.reason.kind === "insufficientAssurance") return html(codePage(state, preview));
  const isGone = error.kind === "oauth" && error.reason !== "signInTooOld";
  return isGone ? gone(c) : askToSignIn();
}

function waysOf(c: Context, { auth }: ServerSurface): SignInWays {
  const { webauthn, captcha } = auth.settings;
  return { hasPasskeys: webauthn?.origins.includes(placesOf(c, auth.settings).origin) === true, captcha };
}

function gone(c: Context): Response {
  const words = "This request does not exist, has been answered, or took too long. Begin again in the app.";
  return c.body(messagePage("Nothing to decide", words), 404, pageHeaders(null));
}

/** A form of this page, sent from this page: RFC 9700 section 4.7 asks for no less. */
async function act(c: Context, surface: ServerSurface): Promise<Response> {
  const parameters = await readParameters(c);
  const form = parameters.ok ? parameters.value : new URLSearchParams();
  const token = getCookie(c, formCookie, "host");
  if (!isFromHere(c, surface.auth.settings) || !token || form.get("form") !== token) {
    const words = "The form is not one of this page, or it is too old. Your browser has to take cookies for it.";
    return c.body(messagePage("Not accepted", words), 403, pageHeaders(null));
  }
  const id = form.get("authorization_id") ?? "";
  const enter = entrances.get(form.get("action") ?? "");
  if (enter !== undefined) return enter(c, surface, form);
  const principal = await principalOf(c, surface);
  const action = actions.get(form.get("action") ?? "");
  return principal === null || action === undefined ? again(c, id) : action({ c, surface, principal, form });
}

/** The page is asked for anew, so that going back sends no form again. */
function again(c: Context, id: string): Response {
  return redirect(c, `?authorization_id=${encodeURIComponent(id)}`);
}

type Enter = (c: Context, surface: ServerSurface, form: URLSearchParams) => Promise<Response>;

/** What somebody can do who is not signed in. */
const entrances: ReadonlyMap<string, Enter> = new Map([
  ["sign-in", signIn],
  ["passkey", signInByPasskey],
]);

async function signIn(c: Context, surface: ServerSurface, form: URLSearchParams): Promise<Response> {
  const unsolved = await captchaProblem(c, surface, form);
  if (unsolved !== null) return show(c, surface, form.get("authorization_id") ?? "", unsolved);
  const by = { email: form.get("email") ?? "", password: form.get("password") ?? "", client: clientOf(c) };
  return enterBy(c, { surface, form, by });
}

/** The captcha was asked for when the challenge was: `requireCaptcha`. */
async function signInByPasskey(c: Context, surface: ServerSurface, form: URLSearchParams): Promise<Response> {
  const credential = readJson(form.get("credential") ?? "") ?? null;
  const by = { challengeId: (form.get("challenge_id") ?? "").toLowerCase(), credential, client: clientOf(c) };
  return enterBy(c, { surface, form, by });
}

interface Entering {
  readonly surface: ServerSurface;
  readonly form: URLSearchParams;
  readonly by: PageSignIn;
}

async function enterBy(c: Context, { surface, form, by }: Entering): Promise<Response> {
  const id = form.get("authorization_id") ?? "";
  const signedIn = await surface.server.signInOnPage(by);
  if (!signedIn.ok) return show(c, surface, id, problemOf(signedIn.error));
  keep(c, sessionCookie, signedIn.value);
  return again(c, id);
}

/** Null where it was solved, or where none is asked for. */
async function captchaProblem(
  c: Context,
  { auth, options }: ServerSurface,
  form: URLSearchParams,
): Promise<Problem | null> {
  const { captcha } = auth.settings;
  if (captcha === null || options.captcha === undefined) return null;
  const token = form.get(captchaField(captcha)) ?? "";
  const verdict = token === "" ? null : await options.captcha(token, clientOf(c).ip);
  if (verdict?.kind === "solved") return null;
  const isDown = verdict?.kind === "unavailable";
  return { error: isDown ? "The captcha cannot be verified now" : "Solve the captcha", status: isDown ? 503 : 400 };
}

function problemOf(reason: AuthReason): Problem {
  const { status, message } = reasonError(reason);
  return { error: message, status: status === 429 ? 429 : 401 };
}

interface Acting {
  readonly c: Context;
  readonly surface: ServerSurface;
  readonly principal: Principal;
  readonly form: URLSearchParams;
}

/** What somebody who is signed in can do; a further button is a further entry. */
const actions: ReadonlyMap<string, (acting: Acting) => Promise<Response>> = new Map([
  ["approve", (acting: Acting) => decide(acting, true)],
  ["deny", (acting: Acting) => decide(acting, false)],
  ["prove", prove],
  ["leave", async ({ c, surface, form }: Acting) => leave(c, surface, pageOf(form))],
]);

function pageOf(form: URLSearchParams): string {
  return `?authorization_id=${encodeURIComponent(form.get("authorization_id") ?? "")}`;
}

async function decide({ c, surface, principal, form }: Acting, approves: boolean): Promise<Response> {
  const id = form.get("authorization_id") ?? "";
  const decided = await surface.server.decide(principal, { id, approves, client: clientOf(c) });
  return decided.ok ? leave(c, surface, decided.value.redirectUrl) : again(c, id);
}

async function prove({ c, surface, principal, form }: Acting): Promise<Response> {
  const id = form.get("authorization_id") ?? "";
  const by = { code: (form.get("code") ?? "").trim(), client: clientOf(c) };
  const proven = await surface.server.proveOnPage(principal, by);
  return proven.ok ? again(c, id) : show(c, surface, id, problemOf(proven.error));
}

/** Nobody stays signed in: the browser may be anybody's next. */
async function leave(c: Context, surface: ServerSurface, location: string): Promise<Response> {
  const principal = await principalOf(c, surface);
  if (principal !== null) await surface.auth.logOut(principal, "local", clientOf(c));
  keep(c, sessionCookie, "");
  keep(c, formCookie, "");
  return redirect(c, location);
}
