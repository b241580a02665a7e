import { describe, expect, it } from "vitest";
import { clientOf, follow, fragment } from "./test-client.ts";
import { ada, confirmed, fresh, newest } from "./test-flows.ts";

// The unmodified @supabase/auth-js changes and adds addresses.

describe("a new address", () => {
  it("is confirmed at both ends", async () => {
    const { auth, inbox } = await fresh();
    const client = await confirmed(auth, inbox);
    const asked = await client.updateUser({ email: "ada@new.example" });
    expect(asked.data.user).toMatchObject({ email: ada.email, new_email: "ada@new.example" });
    const mails = await inbox.list();
    expect(mails.map((mail) => mail.to).sort()).toEqual([ada.email, "ada@new.example"]);
    const link = (to: string): string => /https?:\S+/.exec(mails.find((mail) => mail.to === to)?.text ?? "")?.[0] ?? "";
    const half = await follow(auth, link("ada@new.example"));
    expect(fragment(half).message).toMatch(/^Confirmation link accepted/);
    expect((await client.getUser()).data.user?.email).toBe(ada.email);
    const whole = await follow(auth, link(ada.email));
    expect(fragment(whole)).toMatchObject({ type: "email_change", access_token: expect.any(String) });
    const { user } = (await client.getUser()).data;
    expect(user?.email).toBe("ada@new.example");
    expect(user?.new_email).toBeUndefined();
    expect((await client.signInWithPassword({ ...ada, email: "ada@new.example" })).error).toBeNull();
  });

  it("is confirmed by codes too", async () => {
    const { auth, inbox } = await fresh();
    const client = await confirmed(auth, inbox);
    await client.updateUser({ email: "ada@new.example" });
    const [last, first] = await inbox.list();
    const code = (text = ""): string => /\b\d{6}\b/.exec(text.replace(/https?:\S+/, ""))?.[0] ?? "";
    for (const mail of [first, last]) {
      const token = code(mail?.text);
      const { error } = await client.verifyOtp({ email: mail?.to ?? "", token, type: "email_change" });
      expect(error).toBeNull();
    }
    expect((await client.getUser()).data.user?.email).toBe("ada@new.example");
  });

  it("of somebody else is neither told nor written to", async () => {
    const { auth, inbox } = await fresh();
    const client = await confirmed(auth, inbox);
    const eve = clientOf(auth);
    await eve.signInWithOtp({ email: "eve@example.com" });
    await eve.verifyOtp({ email: "eve@example.com", token: (await newest(inbox)).code, type: "email" });
    await inbox.clear();
    const asked = await eve.updateUser({ email: ada.email });
    expect(asked).toMatchObject({ error: null, data: { user: { email: "eve@example.com" } } });
    expect(await inbox.list()).toEqual([]);
    expect((await client.getUser()).data.user?.email).toBe(ada.email);
  });
});

describe("a password", () => {
  it("of an old session is changed with a code", async () => {
    const { auth, inbox, clock } = await fresh({ reauthenticatePasswordChange: true });
    const client = await confirmed(auth, inbox);
    clock.advanceSeconds(86_401);
    await client.refreshSession();
    const change = { password: "battery staple" };
    expect((await client.updateUser(change)).error).toMatchObject({ status: 400, code: "reauthentication_needed" });
    expect((await client.reauthenticate()).error).toBeNull();
    const { code } = await newest(inbox);
    const wrong = { ...change, nonce: code === "000000" ? "000001" : "000000" };
    expect((await client.updateUser(wrong)).error).toMatchObject({ status: 422, code: "reauthentication_not_valid" });
    expect((await client.updateUser({ ...change, nonce: code })).error).toBeNull();
    expect((await client.signInWithPassword({ ...ada, ...change })).error).toBeNull();
  });
});

describe("an anonymous user", () => {
  it("signs in, gets an address and stays who he is", async () => {
    const { client, auth, inbox } = await fresh({ anonymousUsers: true });
    const { data, error } = await client.signInAnonymously({ options: { data: { theme: "dark" } } });
    expect(error).toBeNull();
    expect(data.user).toMatchObject({ is_anonymous: true, email: "", user_metadata: { theme: "dark" } });
    expect(data.user?.identities).toEqual([]);
    expect((await client.getClaims()).data?.claims).toMatchObject({
      is_anonymous: true,
      amr: [{ method: "anonymous" }],
    });
    expect((await client.updateUser({ password: "battery staple" })).error).toMatchObject({ status: 422 });
    await client.updateUser({ email: ada.email });
    const landed = fragment(await follow(auth, (await newest(inbox)).link));
    const { access_token = "", refresh_token = "" } = landed;
    const { data: now } = await client.setSession({ access_token, refresh_token });
    expect(now.user).toMatchObject({ id: data.user?.id, email: ada.email, is_anonymous: false });
    expect(now.user?.app_metadata).toEqual({ provider: "email", providers: ["email"] });
    expect((await client.updateUser({ password: ada.password })).error).toBeNull();
    expect((await clientOf(auth).signInWithPassword(ada)).data.user?.id).toBe(data.user?.id);
  });

  it("gets it at once where sign-ups are confirmed at once, unless it is taken", async () => {
    const { client, auth } = await fresh({ anonymousUsers: true, autoConfirm: true });
    await clientOf(auth).signUp({ ...ada, email: "eve@example.com" });
    await client.signInAnonymously();
    expect((await client.updateUser({ email: "eve@example.com" })).error).toMatchObject({ code: "email_exists" });
    const { data } = await client.updateUser(ada);
    expect(data.user).toMatchObject({ email: ada.email, is_anonymous: false });
    expect((await clientOf(auth).signInWithPassword(ada)).error).toBeNull();
  });
});

describe("a phone", () => {
  it("signs in with a code", async () => {
    const { client, inbox } = await fresh();
    expect((await client.signInWithOtp({ phone: "+49 151 2345678" })).error).toBeNull();
    const message = await newest(inbox);
    expect(message).toMatchObject({ channel: "sms", to: "491512345678" });
    const { data, error } = await client.verifyOtp({ phone: "+491512345678", token: message.code, type: "sms" });
    expect(error).toBeNull();
    expect(data.user).toMatchObject({ phone: "491512345678", app_metadata: { provider: "phone" } });
    expect(data.user?.identities).toMatchObject([{ provider: "phone" }]);
  });

  it("signs up with a password, and in after its confirmation", async () => {
    const { client, inbox } = await fresh();
    const given = { phone: "+491512345678", password: ada.password };
    expect((await client.signUp(given)).data.session).toBeNull();
    expect((await client.signInWithPassword(given)).error).toMatchObject({ code: "phone_not_confirmed" });
    const { code } = await newest(inbox);
    await client.verifyOtp({ phone: given.phone, token: code, type: "sms" });
    expect((await client.signInWithPassword(given)).error).toBeNull();
    expect((await client.signInWithOtp({ phone: `12${"3".repeat(20)}` })).error).toMatchObject({ status: 400 });
  });

  it("changes", async () => {
    const { auth, inbox } = await fresh();
    const client = await confirmed(auth, inbox);
    const asked = await client.updateUser({ phone: "+491512345678" });
    expect(asked.data.user?.new_phone).toBe("491512345678");
    const { code } = await newest(inbox);
    const { data } = await client.verifyOtp({ phone: "+491512345678", token: code, type: "phone_change" });
    expect(data.user).toMatchObject({ phone: "491512345678", email: ada.email });
  });
});
