import type { Message } from "../ports.ts";
import { fill, fillHtml, parseTemplate, type Template, type TemplateValues } from "./template.ts";

export type MailKind = "confirmation" | "magicLink" | "recovery" | "invite" | "emailChange" | "reauthentication";

export interface MailTemplateOptions {
  readonly subject?: string;
  readonly text?: string;
  readonly html?: string;
}

export interface MailTemplate {
  readonly subject: Template;
  readonly text: Template;
  readonly html: Template;
}

export type MailTemplates = Readonly<Record<MailKind, MailTemplate>>;

interface Words {
  readonly subject: string;
  readonly sentence: string;
  readonly link: string | null;
}

const words: Readonly<Record<MailKind, Words>> = {
  confirmation: {
    subject: "Confirm your address",
    sentence: "Confirm this address to finish signing up.",
    link: "Confirm",
  },
  magicLink: { subject: "Your sign-in link", sentence: "Use this link to sign in.", link: "Sign in" },
  recovery: {
    subject: "Reset your password",
    sentence: "Use this link to choose a new password.",
    link: "Choose a new password",
  },
  invite: { subject: "You are invited", sentence: "You are invited. Accept to create your account.", link: "Accept" },
  emailChange: {
    subject: "Confirm the change of your address",
    sentence: "Confirm that your account moves from {{ .Email }} to {{ .NewEmail }}.",
    link: "Confirm the change",
  },
  reauthentication: {
    subject: "Your confirmation code",
    sentence: "Enter this code to confirm that it is you.",
    link: null,
  },
};

/** Completes the definition's templates with ours. Throws TypeError where one names what there is not. */
export function resolveTemplates(given: { readonly [Kind in MailKind]?: MailTemplateOptions }): MailTemplates {
  const template = (kind: MailKind): MailTemplate => {
    const ours = defaults(words[kind]);
    const where = `mail.templates.${kind}`;
    return {
      subject: parseTemplate(given[kind]?.subject ?? ours.subject, `${where}.subject`),
      text: parseTemplate(given[kind]?.text ?? ours.text, `${where}.text`),
      html: parseTemplate(given[kind]?.html ?? ours.html, `${where}.html`),
    };
  };
  return {
    confirmation: template("confirmation"),
    magicLink: template("magicLink"),
    recovery: template("recovery"),
    invite: template("invite"),
    emailChange: template("emailChange"),
    reauthentication: template("reauthentication"),
  };
}

function defaults({ subject, sentence, link }: Words): Required<MailTemplateOptions> {
  const ending = "If this was not you, ignore this message.";
  const textLink = link === null ? "" : `${link}: {{ .ConfirmationURL }}\n\nOr enter the code `;
  const htmlLink = link === null ? "<p>" : `<p><a href="{{ .ConfirmationURL }}">${link}</a></p>\n<p>Or enter the code `;
  return {
    subject,
    text: `${sentence}\n\n${textLink}{{ .Token }}\n\n${ending}\n`,
    html: `<h2>${subject}</h2>\n<p>${sentence}</p>\n${htmlLink}<strong>{{ .Token }}</strong></p>\n<p>${ending}</p>\n`,
  };
}

/** A message in a template's words. A subject is one line, whatever its values are. */
export function mailMessage(to: string, template: MailTemplate, values: TemplateValues): Message {
  return {
    channel: "email",
    to,
    subject: fill(template.subject, values)
      .replaceAll(/[\p{Cc}\s]+/gu, " ")
      .trim()
      .slice(0, 200),
    text: fill(template.text, values),
    html: fillHtml(template.html, values),
  };
}
