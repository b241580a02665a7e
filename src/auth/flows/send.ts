import type { AuthContext } from "../context.ts";
import { fill, type TemplateValues } from "../mail/template.ts";
import { type MailKind, mailMessage } from "../mail/templates.ts";
import type { User } from "../user.ts";
import type { OneTimeToken } from "./token.ts";

/** Where links begin and where they lead in the end; both are the surface's to find out and to allow. */
export interface Links {
  readonly origin: string;
  readonly redirectTo: string;
}

export interface Sending {
  readonly kind: MailKind;
  /** The `type` that `/verify` is told. */
  readonly type: string;
  readonly user: User;
  readonly token: OneTimeToken;
  readonly links: Links;
}

/** The link of a mail: a browser that opens it is signed in and sent on. */
export function verificationLink({ type, token, links }: Pick<Sending, "type" | "token" | "links">): string {
  const query = new URLSearchParams({ token: token.link, type });
  return `${links.origin}/auth/v1/verify?${query}&redirect_to=${inQuery(links.redirectTo)}`;
}

/** A URL whose characters mean nothing in a query stands there as it is (RFC 3986 section 3.4), as in GoTrue's links. */
function inQuery(url: string): string {
  return /^[\w:/?.~-]*$/.test(url) ? url : encodeURIComponent(url);
}

/** Hands a mail to the outbox. Its templates see nothing of the user but addresses and name. */
export function sendMail(context: AuthContext, sending: Sending): Promise<void> {
  const { kind, user, token, links } = sending;
  const { settings } = context;
  const name = user.userMetadata.full_name ?? user.userMetadata.name;
  const values: TemplateValues = {
    ConfirmationURL: verificationLink(sending),
    Token: token.code,
    TokenHash: token.link,
    SiteURL: settings.siteUrl ?? links.origin,
    RedirectTo: links.redirectTo,
    Email: user.email ?? "",
    NewEmail: user.pending.email ?? "",
    Name: typeof name === "string" ? name.slice(0, 100) : "",
  };
  return context.outbox.send(mailMessage(token.address, settings.mailTemplates[kind], values));
}

export function sendSms(context: AuthContext, token: Pick<OneTimeToken, "address" | "code">): Promise<void> {
  const { settings } = context;
  const none = { ConfirmationURL: "", TokenHash: "", RedirectTo: "", Email: "", NewEmail: "", Name: "" };
  const text = fill(settings.smsText, { ...none, Token: token.code, SiteURL: settings.siteUrl ?? "" });
  return context.outbox.send({ channel: "sms", to: token.address, subject: "", text, html: null });
}
