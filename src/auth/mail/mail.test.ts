import { describe, expect, it } from "vitest";
import type { Message } from "../ports.ts";
import { resolveAuthSettings } from "../settings.ts";
import { httpMail, httpSms, outbox } from "./outbox.ts";
import { mailProviders } from "./providers.ts";
import type { TemplateValues } from "./template.ts";
import { mailMessage, resolveTemplates } from "./templates.ts";

const values: TemplateValues = {
  ConfirmationURL: "https://api.example/auth/v1/verify?token=t&type=signup",
  Token: "123456",
  TokenHash: "t",
  SiteURL: "https://app.example",
  RedirectTo: "https://app.example",
  Email: "ada@example.com",
  NewEmail: "",
  Name: `<script>alert("x")</script>\r\nBcc: eve@example.com`,
};

describe("a mail", () => {
  it("escapes what a user has chosen, and keeps its subject on one line", () => {
    const templates = resolveTemplates({
      magicLink: { subject: "Hello {{ .Name }}", html: '<a href="{{.ConfirmationURL}}">{{ .Name }}</a>' },
    });
    const mail = mailMessage("ada@example.com", templates.magicLink, values);
    expect(mail.subject).toBe('Hello <script>alert("x")</script> Bcc: eve@example.com');
    expect(mail.html).not.toContain("<script>");
    expect(mail.html).toContain("token=t&amp;type=signup");
    expect(mail.text).toContain("token=t&type=signup");
    expect(mail.text).toContain("123456");
  });

  it("cannot be written with a placeholder that there is not", () => {
    expect(() => resolveTemplates({ invite: { text: "{{ .Password }}" } })).toThrow(/mail.templates.invite.text/);
    expect(() => resolveAuthSettings({ mailTemplates: { invite: { html: "{{ if .X }}" } } })).toThrow(TypeError);
  });
});

describe("a provider", () => {
  const message: Message = { channel: "email", to: "ada@example.com", subject: "S", text: "T", html: "<p>H</p>" };
  const from = { address: "no-reply@example.com", name: "Perigee" };

  it.each(Object.keys(mailProviders) as (keyof typeof mailProviders)[])(
    "%s is told all of it, and the key in a header alone",
    (name) => {
      const { url, headers, body } = mailProviders[name](message, { key: "k3y", from });
      expect(new URL(url).protocol).toBe("https:");
      expect(JSON.stringify(headers)).toContain("k3y");
      expect(`${url}${body}`).not.toContain("k3y");
      for (const part of ["ada@example.com", "no-reply@example.com", "Perigee", '"S"', '"T"', "<p>H</p>"]) {
        expect(body).toContain(part);
      }
    },
  );

  it("that fails is told to the log without what was sent", async () => {
    const settings = resolveAuthSettings({
      url: "https://api.example",
      mail: { from: "Perigee <no-reply@example.com>", provider: "resend" },
      sms: { from: "+1555", provider: "twilio" },
    });
    const calls: string[] = [];
    const faults: unknown[] = [];
    const waiting: Promise<void>[] = [];
    const deps = {
      settings,
      key: "AC1:k3y",
      fetch: async (url: string, init: RequestInit) => {
        calls.push(`${url} ${String(init.body)}`);
        return new Response("no", { status: 500 });
      },
    };
    const post = outbox({
      email: httpMail(deps),
      sms: httpSms(deps),
      background: (work) => void waiting.push(work),
      onFault: (error) => faults.push(error),
    });
    await post.send(message);
    await post.send({ channel: "sms", to: "491512345678", subject: "", text: "Your code is 123456", html: null });
    await Promise.all(waiting);
    expect(calls[1]).toBe(
      "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json To=%2B491512345678&From=%2B1555&Body=Your+code+is+123456",
    );
    expect(faults.map(String)).toEqual(["Error: api.resend.com answered 500", "Error: api.twilio.com answered 500"]);
  });

  it("does not keep an answer waiting", async () => {
    const post = outbox({
      email: () => new Promise(() => undefined),
      sms: null,
      background: () => undefined,
      onFault: () => undefined,
    });
    await post.send(message);
    expect([...post.channels]).toEqual(["email"]);
  });

  it("needs the public URL, or links would lead to wherever a request says it came in", () => {
    const mail = { from: "a@b.example", provider: "postmark" } as const;
    expect(() => resolveAuthSettings({ mail })).toThrow(/auth.url/);
    expect(() => resolveAuthSettings({ url: "https://api.example", mail: { ...mail, from: "x" } })).toThrow(TypeError);
  });
});
