import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { apiKey } from "../../auth/api-keys.ts";
import { masterSecret } from "../../auth/test-auth.ts";
import { clientOf, follow, fragment } from "../test-client.ts";
import { ada, confirmed, fresh, newest, site } from "../test-flows.ts";

// `auth.admin.inviteUserByEmail` and `generateLink` of the unmodified auth-js, followed to their ends.

async function ready() {
  const test = await fresh();
  const key = await apiKey("service_role", masterSecret);
  const { admin } = clientOf(test.auth, { Authorization: `Bearer ${key}` });
  return { ...test, admin };
}

const redirectTo = `${site}/welcome`;

describe("an invitation", () => {
  it("makes the user and sends a link that signs in", async () => {
    const { auth, admin, inbox } = await ready();
    const invited = await admin.inviteUserByEmail(ada.email, { data: { name: "Ada" }, redirectTo });
    expect(invited.error).toBeNull();
    const at = expect.stringMatching(/^20/);
    const times = { invited_at: at, confirmation_sent_at: at };
    expect(invited.data.user).toMatchObject({ email: ada.email, user_metadata: { name: "Ada" }, ...times });
    const { link, subject } = await newest(inbox);
    expect(subject).toBe("You are invited");
    const landed = await follow(auth, link);
    expect(`${landed.origin}${landed.pathname}`).toBe(redirectTo);
    expect(fragment(landed)).toMatchObject({ token_type: "bearer", type: "invite" });
    const again = await admin.inviteUserByEmail(ada.email);
    expect(again.error).toMatchObject({ status: 422, code: "email_exists" });
    const log = await env.DB.prepare(
      `select count(*) as n from "auth_audit_log" where "entry" ->> '$.action' = 'user_invited'`,
    ).first("n");
    expect(log).toBe(1);
  });

  it("can be sent again at once while it is open: the older link is void", async () => {
    const { auth, admin, inbox } = await ready();
    await admin.inviteUserByEmail(ada.email);
    const older = (await newest(inbox)).link;
    expect((await admin.inviteUserByEmail(ada.email)).error).toBeNull();
    expect(fragment(await follow(auth, older))).toMatchObject({ error_code: "otp_expired" });
    expect(fragment(await follow(auth, (await newest(inbox)).link))).toHaveProperty("access_token");
  });

  it("is for admins alone", async () => {
    const { client } = await ready();
    expect((await client.admin.inviteUserByEmail(ada.email)).error).toMatchObject({ status: 401 });
    const link = await client.admin.generateLink({ type: "magiclink", email: ada.email });
    expect(link.error).toMatchObject({ status: 401 });
  });
});

describe("a generated link", () => {
  it("to sign up is followed by the user, and nothing is sent", async () => {
    const { auth, admin, client, inbox } = await ready();
    const { data, error } = await admin.generateLink({
      type: "signup",
      ...ada,
      options: { redirectTo, data: { a: 1 } },
    });
    expect(error).toBeNull();
    expect(data.user).toMatchObject({ email: ada.email, user_metadata: { a: 1 } });
    expect(data.properties).toMatchObject({
      verification_type: "signup",
      redirect_to: redirectTo,
      email_otp: expect.stringMatching(/^\d{6}$/),
      hashed_token: expect.any(String),
    });
    expect(await inbox.list()).toEqual([]);
    expect(fragment(await follow(auth, data.properties?.action_link ?? ""))).toHaveProperty("access_token");
    expect((await client.signInWithPassword(ada)).error).toBeNull();
  });

  it.each([
    ["magiclink", "its hash", "magiclink"],
    ["recovery", "its hash", "recovery"],
    ["magiclink", "its code", "magiclink"],
  ] as const)("of %s is taken by %s", async (type, how, verification) => {
    const { auth, admin, client, inbox } = await ready();
    await confirmed(auth, inbox);
    const { data, error } = await admin.generateLink({ type, email: ada.email });
    expect(error).toBeNull();
    const { hashed_token = "", email_otp = "" } = data.properties ?? {};
    const taken =
      how === "its hash"
        ? await client.verifyOtp({ token_hash: hashed_token, type: verification })
        : await client.verifyOtp({ email: ada.email, token: email_otp, type: "email" });
    expect(taken.error).toBeNull();
    expect(taken.data.session?.access_token).toEqual(expect.any(String));
  });

  it("to sign in, for nobody yet, is one to sign up with", async () => {
    const { auth, admin } = await ready();
    const { data } = await admin.generateLink({ type: "magiclink", email: ada.email });
    expect(data.properties?.verification_type).toBe("signup");
    expect(fragment(await follow(auth, data.properties?.action_link ?? ""))).toHaveProperty("access_token");
  });

  it("of a change of address leads to the new one", async () => {
    const { auth, admin, client, inbox } = await ready();
    await confirmed(auth, inbox);
    const newEmail = "lovelace@example.com";
    const first = await admin.generateLink({ type: "email_change_current", email: ada.email, newEmail });
    const second = await admin.generateLink({ type: "email_change_new", email: ada.email, newEmail });
    expect([first.error, second.error]).toEqual([null, null]);
    await follow(auth, first.data.properties?.action_link ?? "");
    expect(fragment(await follow(auth, second.data.properties?.action_link ?? ""))).toHaveProperty("access_token");
    expect((await client.signInWithPassword({ ...ada, email: newEmail })).error).toBeNull();
  });

  it.each([
    ["nobody's", { type: "recovery", email: "no@example.com" }, 404, "user_not_found"],
    ["a taken address", { type: "signup", ...ada }, 422, "email_exists"],
    ["a weak password", { type: "signup", email: "no@example.com", password: "x" }, 422, "weak_password"],
    ["no address", { type: "magiclink", email: "ada" }, 400, "validation_failed"],
    ["an unknown type", { type: "other", email: ada.email }, 400, "validation_failed"],
    ["no new address", { type: "email_change_new", email: ada.email }, 400, "validation_failed"],
    [
      "its own address as a new one",
      { type: "email_change_new", email: ada.email, newEmail: ada.email },
      422,
      "email_exists",
    ],
  ])("of %s is refused", async (_name, params, status, code) => {
    const { auth, admin, inbox } = await ready();
    await confirmed(auth, inbox);
    const { error } = await admin.generateLink(params as Parameters<typeof admin.generateLink>[0]);
    expect(error).toMatchObject({ status, code });
  });

  it("leads nowhere that is not allowed", async () => {
    const { admin } = await ready();
    const options = { redirectTo: "https://attacker.example/" };
    const { data } = await admin.generateLink({ type: "magiclink", email: ada.email, options });
    expect(data.properties?.redirect_to).toBe(site);
  });
});
