import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { gotrue } from "./routes.ts";
import { clientOf } from "./test-client.ts";
import { ada, confirmed, fresh, newest } from "./test-flows.ts";

// `autoConfirmPhone`, and the channel that a message to a phone goes by, with the unmodified auth-js.

const phone = "15550100123";
const password = "correct horse";

describe("a phone number that counts as confirmed", () => {
  it("signs up and in, without anybody who sends messages", async () => {
    const { client, auth } = await fresh({ autoConfirmPhone: true, mailIntervalSeconds: 0 });
    const made = await client.signUp({ phone: `+${phone}`, password });
    expect(made.error).toBeNull();
    expect(made.data.session?.access_token).toEqual(expect.any(String));
    const { data, error } = await clientOf(auth).signInWithPassword({ phone, password });
    expect(error).toBeNull();
    const at = expect.any(String);
    expect(data.user).toMatchObject({ phone, email: "", phone_confirmed_at: at, last_sign_in_at: at });
    expect(data.user?.app_metadata).toEqual({ provider: "phone", providers: ["phone"] });
    expect(data.user).not.toHaveProperty("email_confirmed_at");
    expect((await client.signUp({ phone, password })).error).toMatchObject({ code: "user_already_exists" });
  });

  it("is told in the settings", async () => {
    const { auth } = await fresh({ autoConfirmPhone: true });
    const app = new Hono().route("/auth/v1", gotrue(auth));
    expect(await (await app.request("/auth/v1/settings")).json()).toMatchObject({
      phone_autoconfirm: true,
      mailer_autoconfirm: false,
      external: { phone: true, email: true, google: false, linkedin_oidc: false },
    });
  });

  it("is the user's as soon as it is changed, unless it is somebody else's", async () => {
    const { client, auth, inbox } = await fresh({ autoConfirmPhone: true });
    await client.signUp({ phone, password });
    const other = await confirmed(auth, inbox);
    expect((await other.updateUser({ phone })).error).toMatchObject({ status: 422, code: "phone_exists" });
    const { data, error } = await other.updateUser({ phone: "15550100124" });
    expect(error).toBeNull();
    const providers = { provider: "email", providers: ["email", "phone"] };
    expect(data.user).toMatchObject({ phone: "15550100124", email: ada.email, app_metadata: providers });
    expect(data.user).not.toHaveProperty("new_phone");
    expect(await inbox.list()).toEqual([]);
  });

  it("is not what it is elsewhere: there a code is asked for", async () => {
    const { client, inbox } = await fresh();
    const made = await client.signUp({ phone, password });
    expect(made.data.session).toBeNull();
    const { code } = await newest(inbox);
    const { data } = await client.verifyOtp({ phone, token: code, type: "sms" });
    expect(data.user).toMatchObject({ phone, phone_confirmed_at: expect.any(String) });
  });
});

describe("another channel than sms", () => {
  const refused = { status: 400, code: "validation_failed", message: expect.stringContaining("Invalid channel") };

  it("is refused, and nobody is made", async () => {
    const { client, auth, inbox } = await fresh();
    const options = { channel: "whatsapp" as const };
    expect((await client.signInWithOtp({ phone, options })).error).toMatchObject(refused);
    expect((await client.signUp({ phone, password, options })).error).toMatchObject(refused);
    const app = new Hono().route("/auth/v1", gotrue(auth));
    const body = JSON.stringify({ email: ada.email, channel: "sms" });
    const mixed = await app.request("/auth/v1/otp", { method: "POST", body });
    expect(mixed.status).toBe(400);
    expect(await mixed.json()).toMatchObject({ msg: "Channel should only be specified with Phone OTP" });
    expect(await inbox.list()).toEqual([]);
  });
});

describe("a code for nobody", () => {
  const options = { shouldCreateUser: false };
  const disabled = { status: 422, code: "otp_disabled", message: "Signups not allowed for otp" };

  it("is refused where signing up would tell the same", async () => {
    const { client, inbox } = await fresh({ autoConfirm: true });
    expect((await client.signInWithOtp({ email: "eve@example.com", options })).error).toMatchObject(disabled);
    // A phone has to be confirmed here, and is told of by nothing.
    expect((await client.signInWithOtp({ phone, options })).error).toBeNull();
    await client.signUp(ada);
    expect((await client.signInWithOtp({ email: ada.email, options })).error).toBeNull();
    expect(await inbox.list()).toHaveLength(1);
  });

  it.each([
    ["addresses are confirmed", { autoConfirm: false }],
    ["nobody signs up", { autoConfirm: true, allowSignup: false }],
  ])("is answered like one for somebody where %s", async (_name, settings) => {
    const { client, inbox } = await fresh(settings);
    expect((await client.signInWithOtp({ email: "eve@example.com", options })).error).toBeNull();
    expect(await inbox.list()).toEqual([]);
  });
});
