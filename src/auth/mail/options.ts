import { type MailProviderName, mailProviders, type Sender, type SmsProviderName, smsProviders } from "./providers.ts";
import { parseTemplate, type Template } from "./template.ts";
import { type MailKind, type MailTemplateOptions, type MailTemplates, resolveTemplates } from "./templates.ts";

export interface MailOptions {
  /** `name@example.com` or `Name <name@example.com>`. */
  readonly from: string;
  /** `cloudflare` is the binding `MAIL`; the others take `PERIGEE_MAIL_KEY`. */
  readonly provider: MailProviderName | "cloudflare";
}

export interface SmsOptions {
  /** The number or name that messages come from. */
  readonly from: string;
  /** Takes `PERIGEE_SMS_KEY`; `<account>:<secret>` for twilio. */
  readonly provider: SmsProviderName;
  /** Default `Your code is {{ .Token }}`. */
  readonly text?: string;
}

export interface PostOptions {
  /** Who sends mail. Without it none is sent but into the inbox of development. */
  readonly mail?: MailOptions;
  /** Subjects, texts and HTML of mail, with GoTrue's placeholders. */
  readonly mailTemplates?: { readonly [Kind in MailKind]?: MailTemplateOptions };
  /** Who sends text messages. */
  readonly sms?: SmsOptions;
  /** The least time between two messages of a kind to one user. Default 60, without a provider 0; at most 3,600. */
  readonly mailIntervalSeconds?: number;
}

export interface PostSettings {
  readonly mail: { readonly from: Sender; readonly provider: MailProviderName | "cloudflare" } | null;
  readonly mailTemplates: MailTemplates;
  readonly sms: { readonly from: string; readonly provider: SmsProviderName } | null;
  readonly smsText: Template;
  readonly mailIntervalSeconds: number;
}

/** Throws TypeError where an option is wrong. */
export function resolvePost(options: PostOptions, url: string | undefined): PostSettings {
  const { mail, sms } = options;
  const mailIntervalSeconds = options.mailIntervalSeconds ?? (mail === undefined && sms === undefined ? 0 : 60);
  if (!Number.isInteger(mailIntervalSeconds) || mailIntervalSeconds < 0 || mailIntervalSeconds > 3600) {
    throw new TypeError("mailIntervalSeconds must be a whole number from 0 to 3600");
  }
  // Links to wherever a request claims to have come in would hand tokens to whoever makes such a request.
  if (mail !== undefined && url === undefined) throw new TypeError("auth.mail needs auth.url: mails hold links to it");
  if (sms !== undefined && !Object.hasOwn(smsProviders, sms.provider)) {
    throw new TypeError(`sms.provider must be one of ${Object.keys(smsProviders).join(", ")}`);
  }
  return {
    mail: mail === undefined ? null : { from: sender(mail.from), provider: mailProvider(mail.provider) },
    mailTemplates: resolveTemplates(options.mailTemplates ?? {}),
    sms: sms === undefined ? null : { from: sms.from, provider: sms.provider },
    smsText: parseTemplate(sms?.text ?? "Your code is {{ .Token }}", "sms.text"),
    mailIntervalSeconds,
  };
}

function mailProvider(name: MailOptions["provider"]): MailOptions["provider"] {
  if (name === "cloudflare" || Object.hasOwn(mailProviders, name)) return name;
  throw new TypeError(`mail.provider must be one of cloudflare, ${Object.keys(mailProviders).join(", ")}`);
}

function sender(from: string): Sender {
  const named = /^([^<>\p{Cc}]{1,100}?)\s*<([^<>\s@]+@[^<>\s@]+)>$/u.exec(from);
  if (named?.[1] !== undefined && named[2] !== undefined) return { address: named[2], name: named[1].trim() };
  if (/^[^<>\s@]+@[^<>\s@]+$/.test(from)) return { address: from, name: null };
  throw new TypeError("mail.from must be name@example.com or Name <name@example.com>");
}
