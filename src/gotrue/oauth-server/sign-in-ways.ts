import { createHash } from "node:crypto";
import type { CaptchaOptions, CaptchaProvider } from "../../auth/captcha.ts";
import { button, type PageSources } from "../plain-page.ts";

/** What the page of consent offers and asks for beside a password. */
export interface SignInWays {
  /** Whether passkeys of the definition may be used on a page of this origin. */
  readonly hasPasskeys: boolean;
  readonly captcha: CaptchaOptions | null;
}

interface Widget {
  readonly script: string;
  readonly className: string;
  /** The field of the form that it puts its token in. */
  readonly field: string;
  readonly sources: PageSources;
}

/**
 * Sources: https://developers.cloudflare.com/turnstile/reference/content-security-policy/,
 * https://docs.hcaptcha.com/#content-security-policy-settings
 */
const widgets: Readonly<Record<CaptchaProvider, Widget>> = {
  turnstile: {
    script: "https://challenges.cloudflare.com/turnstile/v0/api.js",
    className: "cf-turnstile",
    field: "cf-turnstile-response",
    sources: { script: ["https://challenges.cloudflare.com"], frame: ["https://challenges.cloudflare.com"] },
  },
  hcaptcha: {
    script: "https://js.hcaptcha.com/1/api.js",
    className: "h-captcha",
    field: "h-captcha-response",
    sources: Object.fromEntries(
      ["script", "frame", "style", "connect"].map((kind) => [kind, ["https://hcaptcha.com", "https://*.hcaptcha.com"]]),
    ),
  },
};

export function captchaField({ provider }: CaptchaOptions): string {
  return widgets[provider].field;
}

/** The site key and the widget's name hold nothing that HTML knows. */
export function captchaHtml(captcha: CaptchaOptions | null): string {
  if (captcha === null) return "";
  const { className, script } = widgets[captcha.provider];
  return `<div class="${className}" data-sitekey="${captcha.siteKey ?? ""}"></div><script src="${script}" async defer></script>`;
}

/** Shown by its script where the browser can; options come from the endpoint that auth-js asks, under the same limits. */
export function passkeyHtml({ hasPasskeys, captcha }: SignInWays): string {
  if (!hasPasskeys) return "";
  const field = captcha === null ? "" : captchaField(captcha);
  return `<button type="button" id="passkey" data-captcha="${field}" hidden>Use a passkey</button>
<p role="alert" id="passkey-problem" hidden></p><input type="hidden" name="challenge_id" value="">
<input type="hidden" name="credential" value=""><span hidden>${button("passkey", "Go on", true)}</span><script>${passkeyScript}</script>`;
}

const passkeyScript = `{const b=document.getElementById("passkey"),p=document.getElementById("passkey-problem"),f=b.form;
if(window.PublicKeyCredential&&PublicKeyCredential.parseRequestOptionsFromJSON){b.hidden=false;
b.onclick=async()=>{b.disabled=true;p.hidden=true;try{
const token=b.dataset.captcha&&new FormData(f).get(b.dataset.captcha);
const answer=await fetch("../passkeys/authentication/options",{method:"POST",headers:{"content-type":"application/json"},
body:JSON.stringify(token?{gotrue_meta_security:{captcha_token:token}}:{})});
const asked=await answer.json();if(!answer.ok)throw new Error(asked.msg);
const publicKey=PublicKeyCredential.parseRequestOptionsFromJSON(asked.options);
const credential=await navigator.credentials.get({publicKey});
f.elements.challenge_id.value=asked.challenge_id;f.elements.credential.value=JSON.stringify(credential.toJSON());
f.requestSubmit(f.querySelector("[value=passkey]"))}
catch(e){p.textContent=e.message;p.hidden=false;(window.turnstile||window.hcaptcha)?.reset();b.disabled=false}}}}`;

const passkeySources: PageSources = {
  script: [`'sha256-${createHash("sha256").update(passkeyScript).digest("base64")}'`],
  connect: ["'self'"],
};

/** What the policy of the page has to let in for them, and nothing more. */
export function sourcesOf({ hasPasskeys, captcha }: SignInWays): readonly PageSources[] {
  return [...(hasPasskeys ? [passkeySources] : []), ...(captcha === null ? [] : [widgets[captcha.provider].sources])];
}
