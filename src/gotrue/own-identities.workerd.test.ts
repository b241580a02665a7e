import { env } from "cloudflare:workers";
import type { GoTrueClient } from "@supabase/auth-js";
import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { gotrue } from "./routes.ts";
import { clientOf, follow, fragment } from "./test-client.ts";
import { ada, confirmed, fresh, newest } from "./test-flows.ts";

// `unlinkIdentity` of the unmodified auth-js, of addresses that are the user's own.

const phone = "15550100123";

/** Somebody with a confirmed address and a confirmed phone. */
async function twofold() {
  const test = await fresh();
  const client = await confirmed(test.auth, test.inbox);
  await client.updateUser({ phone });
  const { code } = await newest(test.inbox);
  await client.verifyOtp({ phone, token: code, type: "phone_change" });
  await test.inbox.clear();
  return { ...test, client };
}

async function unlink(client: GoTrueClient, provider: string) {
  const { data } = await client.getUserIdentities();
  const identity = data?.identities.find((candidate) => candidate.provider === provider);
  if (identity === undefined) throw new Error(`no identity ${provider}`);
  return client.unlinkIdentity(identity);
}

/** Who the user is at a provider that has verified his address there, or has not. */
async function addIdentity(userId: string, email: string, isVerified: boolean): Promise<void> {
  const data = JSON.stringify({ sub: email, email, email_verified: isVerified });
  await env.DB.prepare(
    `insert into "auth_identities" ("id", "user_id", "provider", "provider_id", "identity_data", "email", "created_at", "updated_at")
     values (?, ?, 'google', ?, ?, ?, '2026-01-01T00:00:00.000+00:00', '2026-01-01T00:00:00.000+00:00')`,
  )
    .bind(crypto.randomUUID(), userId, email, data, email)
    .run();
}

describe("unlinking the user's own", () => {
  it("phone leaves the address", async () => {
    const { client, auth } = await twofold();
    expect((await unlink(client, "phone")).error).toBeNull();
    const { user } = (await client.getUser()).data;
    expect(user).toMatchObject({
      email: ada.email,
      phone: "",
      app_metadata: { provider: "email", providers: ["email"] },
    });
    expect(user).not.toHaveProperty("phone_confirmed_at");
    expect(user?.identities).toMatchObject([{ provider: "email" }]);
    const other = clientOf(auth);
    expect((await other.signInWithPassword({ phone, password: ada.password })).error).not.toBeNull();
    expect((await other.signInWithPassword(ada)).error).toBeNull();
    expect((await unlink(client, "email")).error).toMatchObject({ status: 422, code: "single_identity_not_deletable" });
  });

  it("address leaves the phone, and what was sent to the address is void", async () => {
    const { client, auth, inbox } = await twofold();
    await client.resetPasswordForEmail(ada.email);
    const { link } = await newest(inbox);
    expect((await unlink(client, "email")).error).toBeNull();
    const { user } = (await client.getUser()).data;
    expect(user).toMatchObject({ email: "", phone, app_metadata: { provider: "phone", providers: ["phone"] } });
    expect(user).not.toHaveProperty("email_confirmed_at");
    expect(fragment(await follow(auth, link)).error_code).toBe("otp_expired");
    expect((await clientOf(auth).signInWithPassword({ phone, password: ada.password })).error).toBeNull();
  });

  it("two at the same time leaves one", async () => {
    const { client } = await twofold();
    const answers = await Promise.all([unlink(client, "email"), unlink(client, "phone")]);
    expect(answers.filter(({ error }) => error === null)).toHaveLength(1);
    expect((await client.getUserIdentities()).data?.identities).toHaveLength(1);
  });

  it.each([
    ["puts an address that a provider vouches for in its place", "work@example.com", true, "work@example.com"],
    ["leaves none that nobody vouches for", "work@example.com", false, ""],
    ["leaves none that is somebody else's", "eve@example.com", true, ""],
  ])("address %s", async (_name, address, isVerified, email) => {
    const { auth, inbox } = await fresh();
    const client = await confirmed(auth, inbox);
    await clientOf(auth).signUp({ email: "eve@example.com", password: ada.password });
    const { user } = (await client.getUser()).data;
    await addIdentity(user?.id ?? "", address, isVerified);
    expect((await unlink(client, "email")).error).toBeNull();
    const now = (await client.getUser()).data.user;
    expect(now).toMatchObject({ email, identities: [{ provider: "google" }] });
    expect(now?.email_confirmed_at).toEqual(email === "" ? undefined : expect.any(String));
    // The password went with the address.
    const old = await clientOf(auth).signInWithPassword({ email: address, password: ada.password });
    expect(old.error).not.toBeNull();
    expect((await unlink(client, "google")).error).toMatchObject({ code: "single_identity_not_deletable" });
  });

  it("takes a second factor where there is one", async () => {
    const { client, auth } = await twofold();
    await env.DB.prepare(
      `insert into "auth_factors" ("id", "user_id", "factor_type", "friendly_name", "status", "created_at", "updated_at")
       select ?, "id", 'totp', 'x', 'verified', '2026-01-01', '2026-01-01' from "auth_users"`,
    )
      .bind(crypto.randomUUID())
      .run();
    expect((await unlink(client, "phone")).error).toMatchObject({ status: 401, code: "insufficient_aal" });
    expect((await clientOf(auth).signInWithPassword({ phone, password: ada.password })).error).toBeNull();
  });
});

describe("sending a change again", () => {
  it("goes by whichever address the user has", async () => {
    const { client, inbox } = await fresh({ mailIntervalSeconds: 0 });
    await client.signUp({ phone, password: ada.password });
    await client.verifyOtp({ phone, token: (await newest(inbox)).code, type: "sms" });
    await client.updateUser({ email: ada.email });
    await inbox.clear();
    const asked = { type: "email_change", phone } as never;
    expect((await client.resend(asked)).error).toBeNull();
    const mail = await newest(inbox);
    expect(mail.to).toBe(ada.email);
    const { data } = await client.verifyOtp({ email: ada.email, token: mail.code, type: "email_change" });
    expect(data.user).toMatchObject({ email: ada.email, phone });
  });

  it("takes one address", async () => {
    const { auth } = await fresh();
    const app = new Hono().route("/auth/v1", gotrue(auth));
    const ask = async (body: object): Promise<unknown> =>
      (await app.request("/auth/v1/resend", { method: "POST", body: JSON.stringify(body) })).json();
    expect(await ask({ type: "email_change", phone, email: ada.email })).toMatchObject({
      code: 400,
      msg: "Only an email address or phone number should be provided.",
    });
    expect(await ask({ type: "phone_change" })).toMatchObject({ msg: "Missing email address or phone number" });
  });
});
