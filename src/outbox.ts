import { type Inbox, inbox } from "./auth/mail/inbox.ts";
import { httpMail, httpSms, type Outbox, outbox } from "./auth/mail/outbox.ts";
import type { Store } from "./auth/ports.ts";
import type { AuthSettings } from "./auth/settings.ts";
import { logFault } from "./http/log.ts";
import { inBackground } from "./platform/background.ts";
import type { Env } from "./platform/env.ts";
import { boundMail } from "./platform/mail.ts";

export interface Post {
  readonly outbox: Outbox;
  /** Where the environment says that this is development; then nothing leaves the machine. */
  readonly inbox: Inbox | null;
}

/** Where messages go: into the inbox of development, or to whoever the definition names. */
export function startPost(settings: AuthSettings, env: Env, store: Store): Post {
  if (env.PERIGEE_INBOX === "on") {
    const kept = inbox(store, Date.now);
    return { outbox: kept, inbox: kept };
  }
  const { mail, sms } = settings;
  const fetcher = (url: string, init: RequestInit): Promise<Response> => fetch(url, init);
  if (mail !== null && mail.provider !== "cloudflare") required(env.PERIGEE_MAIL_KEY, "PERIGEE_MAIL_KEY");
  if (sms !== null) required(env.PERIGEE_SMS_KEY, "PERIGEE_SMS_KEY");
  const sent = outbox({
    email:
      mail?.provider === "cloudflare"
        ? boundMail(env.MAIL, mail.from)
        : httpMail({ settings, key: env.PERIGEE_MAIL_KEY ?? "", fetch: fetcher }),
    sms: httpSms({ settings, key: env.PERIGEE_SMS_KEY ?? "", fetch: fetcher }),
    background: inBackground,
    onFault: logFault("message.failed"),
  });
  return { outbox: sent, inbox: null };
}

function required(secret: string | undefined, name: string): void {
  if (secret === undefined || secret === "")
    throw new TypeError(`${name} is not set, and the definition sends with it`);
}
