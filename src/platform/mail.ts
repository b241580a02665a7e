import type { Deliver } from "../auth/ports.ts";

/**
 * Mail by Cloudflare's binding (`[[send_email]] name = "MAIL"`). Throws TypeError where the worker has none.
 * https://developers.cloudflare.com/email-service/
 */
export function boundMail(
  binding: SendEmail | undefined,
  from: { readonly address: string; readonly name: string | null },
): Deliver {
  if (binding === undefined) throw new TypeError("mail.provider is cloudflare, and the worker has no binding MAIL");
  return async ({ to, subject, text, html }) => {
    const sender = from.name === null ? from.address : { email: from.address, name: from.name };
    await binding.send({ from: sender, to, subject, text, html: html ?? text });
  };
}
