import type { GoTrueClient } from "@supabase/auth-js";
import { expect } from "vitest";
import type { Auth } from "../auth/auth.ts";
import type { Inbox, Received } from "../auth/mail/inbox.ts";
import { freshAuth, type TestAuth, type TestAuthOptions } from "../auth/test-auth.ts";
import { clientOf } from "./test-client.ts";

// For tests alone: identity with an inbox, and auth-js beside it.

export const ada: { readonly email: string; readonly password: string } = {
  email: "ada@example.com",
  password: "correct horse",
};
export const site: string = "https://app.example.com";

export async function fresh(
  settings: TestAuthOptions["settings"] = {},
  flowType: "implicit" | "pkce" = "implicit",
): Promise<TestAuth & { readonly client: GoTrueClient }> {
  const test = await freshAuth({
    inbox: true,
    settings: { autoConfirm: false, siteUrl: site, redirectUrls: [`${site}/**`], ...settings },
  });
  return { ...test, client: clientOf(test.auth, {}, flowType) };
}

/** The link, the code and the hash of the newest message, which has to be there. */
export async function newest(inbox: Inbox): Promise<Received & { readonly link: string; readonly code: string }> {
  const [message] = await inbox.list();
  if (message === undefined) throw new Error("nothing was sent");
  const link = /https?:\S+/.exec(message.text)?.[0] ?? "";
  const code = /\b\d{6}\b/.exec(message.text.replace(link, ""))?.[0] ?? "";
  return { ...message, link, code };
}

export async function confirmed(
  auth: Auth,
  inbox: Inbox,
  flowType: "implicit" | "pkce" = "implicit",
): Promise<GoTrueClient> {
  const client = clientOf(auth, {}, flowType);
  await client.signUp(ada);
  const { code } = await newest(inbox);
  const { error } = await client.verifyOtp({ email: ada.email, token: code, type: "signup" });
  expect(error).toBeNull();
  await inbox.clear();
  return client;
}
