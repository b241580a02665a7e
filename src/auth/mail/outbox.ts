import type { Deliver, Message } from "../ports.ts";
import type { PostSettings } from "./options.ts";
import { mailProviders, type ProviderCall, smsProviders } from "./providers.ts";

/**
 * Where messages go. `send` never throws, and waits for nothing that takes longer for one address than for another: what
 * answers a request must not tell whether something was sent.
 */
export interface Outbox {
  /** What can be sent at all. */
  readonly channels: ReadonlySet<Message["channel"]>;
  send(message: Message): Promise<void>;
}

export const noOutbox: Outbox = { channels: new Set(), send: async () => undefined };

/** Lets work go on after the answer. */
export type Background = (work: Promise<void>) => void;

export interface OutboxDeps {
  readonly email: Deliver | null;
  readonly sms: Deliver | null;
  readonly background: Background;
  /** Told why a message was not taken; never of what stands in it. */
  readonly onFault: (error: unknown) => void;
}

export function outbox({ email, sms, background, onFault }: OutboxDeps): Outbox {
  const deliver = { email, sms };
  const channels = (["email", "sms"] as const).filter((channel) => deliver[channel] !== null);
  return {
    channels: new Set(channels),
    send: async (message) => {
      const work = deliver[message.channel]?.(message);
      if (work !== undefined) background(work.catch(onFault));
    },
  };
}

export interface HttpPostDeps {
  readonly settings: PostSettings;
  readonly key: string;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
}

/** Mail through the provider that the settings name; null where they name none that is called by HTTP. */
export function httpMail({ settings: { mail }, key, fetch }: HttpPostDeps): Deliver | null {
  if (mail === null || mail.provider === "cloudflare") return null;
  const provider = mailProviders[mail.provider];
  return (message) => call(fetch, provider(message, { key, from: mail.from }));
}

export function httpSms({ settings: { sms }, key, fetch }: HttpPostDeps): Deliver | null {
  if (sms === null) return null;
  const provider = smsProviders[sms.provider];
  return (message) => call(fetch, provider(message, { key, from: sms.from }));
}

const timeoutMs = 20_000;

async function call(fetch: HttpPostDeps["fetch"], { url, headers, body }: ProviderCall): Promise<void> {
  const response = await fetch(url, { method: "POST", headers, body, signal: AbortSignal.timeout(timeoutMs) });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`${new URL(url).host} answered ${response.status}`);
}
