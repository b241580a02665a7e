import type { Message } from "../ports.ts";

export interface ProviderCall {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Sender {
  readonly address: string;
  readonly name: string | null;
}

interface Credentials {
  readonly key: string;
  readonly from: Sender;
}

type MailProvider = (message: Message, credentials: Credentials) => ProviderCall;

function named({ address, name }: Sender): string {
  return name === null ? address : `${name} <${address}>`;
}

const json = { "content-type": "application/json" };

export type MailProviderName = "resend" | "postmark" | "sendgrid" | "mailersend";

/**
 * Providers that take a mail by HTTP, each as the call that sends one. A further provider is a further entry.
 * - resend: https://resend.com/docs/api-reference/emails/send-email
 * - postmark: https://postmarkapp.com/developer/api/email-api
 * - sendgrid: https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send
 * - mailersend: https://developers.mailersend.com/api/v1/email.html
 */
export const mailProviders: Readonly<Record<MailProviderName, MailProvider>> = {
  resend: ({ to, subject, text, html }, { key, from }) => ({
    url: "https://api.resend.com/emails",
    headers: { ...json, authorization: `Bearer ${key}` },
    body: JSON.stringify({ from: named(from), to: [to], subject, text, html }),
  }),
  postmark: ({ to, subject, text, html }, { key, from }) => ({
    url: "https://api.postmarkapp.com/email",
    headers: { ...json, accept: "application/json", "x-postmark-server-token": key },
    body: JSON.stringify({
      From: named(from),
      To: to,
      Subject: subject,
      TextBody: text,
      HtmlBody: html,
      MessageStream: "outbound",
      // A provider that rewrites links would see the tokens in them.
      TrackLinks: "None",
    }),
  }),
  sendgrid: ({ to, subject, text, html }, { key, from }) => ({
    url: "https://api.sendgrid.com/v3/mail/send",
    headers: { ...json, authorization: `Bearer ${key}` },
    body: JSON.stringify({
      personalizations: [{ to: [{ email: to }] }],
      from: { email: from.address, ...(from.name === null ? {} : { name: from.name }) },
      subject,
      content: [
        { type: "text/plain", value: text },
        { type: "text/html", value: html ?? text },
      ],
      tracking_settings: { click_tracking: { enable: false, enable_text: false } },
    }),
  }),
  mailersend: ({ to, subject, text, html }, { key, from }) => ({
    url: "https://api.mailersend.com/v1/email",
    headers: { ...json, authorization: `Bearer ${key}` },
    body: JSON.stringify({
      from: { email: from.address, ...(from.name === null ? {} : { name: from.name }) },
      to: [{ email: to }],
      subject,
      text,
      html,
      settings: { track_clicks: false },
    }),
  }),
};

interface SmsCredentials {
  /** `<account>:<secret>` where the provider wants both. */
  readonly key: string;
  readonly from: string;
}

type SmsProvider = (message: Message, credentials: SmsCredentials) => ProviderCall;

export type SmsProviderName = "twilio" | "messagebird";

/**
 * Providers of text messages.
 * - twilio: https://www.twilio.com/docs/messaging/api/message-resource
 * - messagebird: https://developers.messagebird.com/api/sms-messaging/
 */
export const smsProviders: Readonly<Record<SmsProviderName, SmsProvider>> = {
  twilio: ({ to, text }, { key, from }) => ({
    url: `https://api.twilio.com/2010-04-01/Accounts/${encodeURIComponent(key.split(":", 1)[0] ?? "")}/Messages.json`,
    headers: { "content-type": "application/x-www-form-urlencoded", authorization: `Basic ${btoa(key)}` },
    body: new URLSearchParams({ To: `+${to}`, From: from, Body: text }).toString(),
  }),
  messagebird: ({ to, text }, { key, from }) => ({
    url: "https://rest.messagebird.com/messages",
    headers: { ...json, authorization: `AccessKey ${key}` },
    body: JSON.stringify({ originator: from, recipients: [to], body: text }),
  }),
};
