import { describe, expect, it } from "vitest";
import { freshAuth } from "../auth/test-auth.ts";
import { statement } from "../sql/compile.ts";
import { sql } from "../sql/fragment.ts";
import { clientOf, follow, fragment } from "./test-client.ts";
import { ada, confirmed, fresh, newest, site } from "./test-flows.ts";

// The unmodified @supabase/auth-js through every flow that begins with a message.

describe("signing up with a confirmation", () => {
  it("ends in the link of the mail, with the session in the fragment", async () => {
    const { client, auth, inbox } = await fresh();
    const made = await client.signUp({ ...ada, options: { emailRedirectTo: `${site}/welcome?from=mail` } });
    expect(made).toMatchObject({ error: null, data: { session: null, user: { email: ada.email } } });
    expect((await client.signInWithPassword(ada)).error).toMatchObject({ status: 400, code: "email_not_confirmed" });
    const mail = await newest(inbox);
    expect(mail).toMatchObject({ to: ada.email, subject: "Confirm your address" });
    const landed = await follow(auth, mail.link);
    expect(`${landed.origin}${landed.pathname}${landed.search}`).toBe(`${site}/welcome?from=mail`);
    expect(fragment(landed)).toMatchObject({ token_type: "bearer", type: "signup", expires_in: "3600" });
    const { access_token = "", refresh_token = "" } = fragment(landed);
    const session = await client.setSession({ access_token, refresh_token });
    expect(session.data.user?.email_confirmed_at).toEqual(expect.any(String));
    expect((await client.signInWithPassword(ada)).error).toBeNull();
  });

  it("takes a link once", async () => {
    const { client, auth, inbox } = await fresh();
    await client.signUp(ada);
    const { link } = await newest(inbox);
    await follow(auth, link);
    expect(fragment(await follow(auth, link))).toEqual({
      error: "access_denied",
      error_code: "otp_expired",
      error_description: "Email link is invalid or has expired",
    });
  });

  it("takes a link once, however many follow it at the same time", async () => {
    const { client, auth, inbox } = await fresh();
    await client.signUp(ada);
    const { link } = await newest(inbox);
    const landed = await Promise.all(Array.from({ length: 12 }, () => follow(auth, link)));
    expect(landed.filter((url) => fragment(url).access_token !== undefined)).toHaveLength(1);
  });

  it("tells nobody that an address is taken, and sends its owner nothing", async () => {
    const { client, auth, inbox, store } = await fresh();
    const free = await client.signUp(ada);
    await confirmed(auth, inbox);
    const before = store.batches();
    const taken = await client.signUp(ada);
    expect(store.batches() - before).toBe(2);
    expect(Object.keys(taken.data.user ?? {}).sort()).toEqual(Object.keys(free.data.user ?? {}).sort());
    expect(taken.data.user?.identities).toHaveLength(1);
    expect(taken.error).toBeNull();
    expect(await inbox.list()).toEqual([]);
  });

  it("sends again what waits, and only that", async () => {
    const { client, auth, inbox } = await fresh();
    await client.signUp(ada);
    const first = await newest(inbox);
    expect((await client.resend({ type: "signup", email: ada.email })).error).toBeNull();
    const second = await newest(inbox);
    expect(second.id).not.toBe(first.id);
    expect(fragment(await follow(auth, first.link)).error_code).toBe("otp_expired");
    expect(fragment(await follow(auth, second.link)).access_token).toBeDefined();
    await inbox.clear();
    expect((await client.resend({ type: "signup", email: ada.email })).error).toBeNull();
    expect((await client.resend({ type: "signup", email: "nobody@example.com" })).error).toBeNull();
    expect(await inbox.list()).toEqual([]);
  });

  it("ends after an hour", async () => {
    const { client, auth, inbox, clock } = await fresh();
    await client.signUp(ada);
    const { link, code } = await newest(inbox);
    clock.advanceSeconds(3601);
    expect(fragment(await follow(auth, link)).error_code).toBe("otp_expired");
    const late = await client.verifyOtp({ email: ada.email, token: code, type: "signup" });
    expect(late.error).toMatchObject({ status: 403, code: "otp_expired" });
  });
});

describe("a link or a code to sign in with", () => {
  it("makes a user who is new, with the metadata that came along", async () => {
    const { client, inbox } = await fresh();
    const sent = await client.signInWithOtp({ email: ada.email, options: { data: { name: "Ada" } } });
    expect(sent).toMatchObject({ error: null, data: { user: null, session: null } });
    const { code } = await newest(inbox);
    const { data, error } = await client.verifyOtp({ email: ada.email, token: code, type: "email" });
    expect(error).toBeNull();
    expect(data.user).toMatchObject({ email: ada.email, user_metadata: { name: "Ada" } });
    expect((await client.getClaims()).data?.claims).toMatchObject({ amr: [{ method: "otp" }], aal: "aal1" });
  });

  it("is taken by its hash", async () => {
    const { client, inbox } = await fresh();
    await client.signInWithOtp({ email: ada.email });
    const { link } = await newest(inbox);
    const token_hash = new URL(link).searchParams.get("token") ?? "";
    const verified = await client.verifyOtp({ token_hash, type: "email" });
    expect(verified.data.session).not.toBeNull();
    const again = await client.verifyOtp({ token_hash, type: "email" });
    expect(again.error).toMatchObject({ status: 403, code: "otp_expired" });
  });

  it("answers and works alike for who is known and who is not", async () => {
    const { client, auth, inbox, store } = await fresh();
    await confirmed(auth, inbox);
    const answers = new Map<string, unknown>();
    for (const email of [ada.email, "nobody@example.com"]) {
      const before = store.batches();
      const otp = await client.signInWithOtp({ email, options: { shouldCreateUser: false } });
      const reset = await client.resetPasswordForEmail(email);
      const sent = (await inbox.list()).length;
      answers.set(email, { otp, reset, batches: store.batches() - before - sent });
      await inbox.clear();
    }
    const [known, unknown] = answers.values();
    // Two round trips each for the inbox of development, which stands in for a provider's call after the answer.
    expect(JSON.stringify(known)).toBe(JSON.stringify(unknown));
  });

  it("is refused after ten wrong codes, the right one too", async () => {
    const { client, inbox } = await fresh();
    await client.signInWithOtp({ email: ada.email });
    const { code } = await newest(inbox);
    const wrong = code === "000000" ? "000001" : "000000";
    for (let attempt = 0; attempt < 10; attempt++) {
      const { error } = await client.verifyOtp({ email: ada.email, token: wrong, type: "email" });
      expect(error).toMatchObject({ status: 403, code: "otp_expired" });
    }
    const right = await client.verifyOtp({ email: ada.email, token: code, type: "email" });
    expect(right.error).toMatchObject({ status: 403, code: "otp_expired" });
  });

  it("takes the password of who signed up with somebody else's address", async () => {
    const { client, auth, inbox } = await fresh();
    await client.signUp(ada);
    const owner = clientOf(auth);
    await owner.signInWithOtp({ email: ada.email });
    const { code } = await newest(inbox);
    expect((await owner.verifyOtp({ email: ada.email, token: code, type: "email" })).error).toBeNull();
    expect((await client.signInWithPassword(ada)).error).toMatchObject({ code: "invalid_credentials" });
  });

  it("lives in the database as hashes alone", async () => {
    const { client, inbox, store } = await fresh();
    await client.signInWithOtp({ email: ada.email });
    const { link, code } = await newest(inbox);
    const [found] = await store.batch([statement(sql`select * from "auth_one_time_tokens"`)], { retry: true });
    const text = JSON.stringify(found?.rows);
    expect(found?.rows).toHaveLength(1);
    expect(text).not.toContain(new URL(link).searchParams.get("token"));
    expect(text).not.toContain(`"${code}"`);
  });

  it("needs somebody who sends mail", async () => {
    const { auth } = await freshAuth();
    expect((await clientOf(auth).signInWithOtp({ email: ada.email })).error).toMatchObject({
      status: 400,
      code: "email_provider_disabled",
    });
  });
});

describe("PKCE", () => {
  it("gives the browser a code that only its client can exchange", async () => {
    const { client, auth, inbox } = await fresh({}, "pkce");
    await client.signInWithOtp({ email: ada.email, options: { emailRedirectTo: `${site}/cb?next=1` } });
    const { link } = await newest(inbox);
    expect(new URL(link).searchParams.get("token")).toMatch(/^pkce_/);
    const landed = await follow(auth, link);
    expect(landed.searchParams.get("next")).toBe("1");
    expect(landed.hash).toBe("");
    const code = landed.searchParams.get("code") ?? "";
    const { data, error } = await client.exchangeCodeForSession(code);
    expect(error).toBeNull();
    expect(data.user?.email).toBe(ada.email);
    expect((await client.getClaims()).data?.claims.amr).toMatchObject([{ method: "magiclink" }]);
    const again = await clientOf(auth).exchangeCodeForSession(code);
    expect(again.error).not.toBeNull();
  });

  it("tells a recovery from a sign-in", async () => {
    const { auth, inbox } = await fresh({}, "pkce");
    const client = await confirmed(auth, inbox, "pkce");
    await client.resetPasswordForEmail(ada.email, { redirectTo: `${site}/reset` });
    const landed = await follow(auth, (await newest(inbox)).link);
    const { data } = await client.exchangeCodeForSession(landed.searchParams.get("code") ?? "");
    expect(data).toMatchObject({ redirectType: "recovery", user: { email: ada.email } });
    expect((await client.updateUser({ password: "battery staple" })).error).toBeNull();
  });

  it("uses a code up with a wrong verifier", async () => {
    const { client, auth, inbox } = await fresh({}, "pkce");
    await client.signInWithOtp({ email: ada.email });
    const landed = await follow(auth, (await newest(inbox)).link);
    const code = landed.searchParams.get("code") ?? "";
    const thief = clientOf(auth, {}, "pkce");
    await thief.signInWithOtp({ email: "eve@example.com" });
    expect((await thief.exchangeCodeForSession(code)).error).toMatchObject({ status: 400, code: "bad_code_verifier" });
    expect((await client.exchangeCodeForSession(code)).error).toMatchObject({
      status: 404,
      code: "flow_state_not_found",
    });
  });

  it("lets a code end after five minutes", async () => {
    const { client, auth, inbox, clock } = await fresh({}, "pkce");
    await client.signInWithOtp({ email: ada.email });
    const landed = await follow(auth, (await newest(inbox)).link);
    clock.advanceSeconds(301);
    const { error } = await client.exchangeCodeForSession(landed.searchParams.get("code") ?? "");
    expect(error).toMatchObject({ status: 422, code: "flow_state_expired" });
  });
});

describe("where a link leads", () => {
  it.each([
    ["https://evil.example/", site],
    [`${site}.evil.example/`, site],
    ["javascript:alert(1)", site],
    [`https://app.example.com@evil.example/`, site],
    [`${site}/deep/er?x=1`, `${site}/deep/er?x=1`],
  ])("%s", async (redirectTo, expected) => {
    const { client, auth, inbox } = await fresh();
    await client.signInWithOtp({ email: ada.email, options: { emailRedirectTo: redirectTo } });
    const { link } = await newest(inbox);
    const landed = await follow(auth, link);
    expect(landed.href.split("#")[0]?.replace(/\/$/, "")).toBe(expected);
    // Whoever changes the link gets no further.
    const changed = new URL(link);
    changed.searchParams.set("redirect_to", redirectTo);
    expect((await follow(auth, changed.href)).href.startsWith(site)).toBe(true);
  });
});
