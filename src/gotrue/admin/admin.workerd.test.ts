import { env } from "cloudflare:workers";
import { GoTrueClient } from "@supabase/auth-js";
import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { apiKey } from "../../auth/api-keys.ts";
import { hashPassword } from "../../auth/passwords.ts";
import { freshAuth, masterSecret, signedUp, type TestAuthOptions } from "../../auth/test-auth.ts";
import { statement } from "../../sql/compile.ts";
import { sql, value } from "../../sql/fragment.ts";
import { gotrue } from "../routes.ts";
import type { GoTrueOptions } from "../surface.ts";

// `supabase.auth.admin` of the unmodified auth-js.

async function fresh(options: TestAuthOptions = {}, surface: GoTrueOptions = {}) {
  const test = await freshAuth(options);
  const app = new Hono().route("/auth/v1", gotrue(test.auth, surface));
  const send = async (input: RequestInfo | URL, init?: RequestInit) => app.request(input, init);
  const clientOf = (key: string | null): GoTrueClient =>
    new GoTrueClient({
      url: "http://api.example/auth/v1",
      headers: key === null ? {} : { Authorization: `Bearer ${key}`, apikey: key },
      fetch: send,
      autoRefreshToken: false,
      persistSession: false,
    });
  const { admin } = clientOf(await apiKey("service_role", masterSecret));
  return { ...test, clientOf, admin, send, visitor: clientOf(null) };
}

const ada = { email: "ada@example.com", password: "correct horse" };
/** What auth-js makes of 403 `session_not_found`. */
const gone = { name: "AuthSessionMissingError" };
const nobody = "00000000-0000-4000-8000-000000000000";

describe("who is no admin", () => {
  it.each([
    ["nobody", async () => null, { status: 401, code: "no_authorization" }],
    ["the anonymous key", () => apiKey("anon", masterSecret), { status: 403, code: "not_admin" }],
    ["a user", async (token: string) => token, { status: 403, code: "not_admin" }],
    ["a wrong key", () => apiKey("service_role", "x".repeat(40)), { status: 401, code: "no_authorization" }],
  ])("%s may nothing", async (_name, keyOf, error) => {
    const { auth, clientOf } = await fresh();
    const { accessToken, user } = await signedUp(auth);
    const { admin } = clientOf(await keyOf(accessToken));
    const answers = [
      await admin.listUsers(),
      await admin.createUser({ email: "eve@example.com" }),
      await admin.getUserById(user.id),
      await admin.updateUserById(user.id, { role: "service_role" }),
      await admin.deleteUser(user.id),
    ];
    for (const answer of answers) expect(answer.error).toMatchObject(error);
    expect(await env.DB.prepare(`select "role" from "auth_users"`).all()).toMatchObject({
      results: [{ role: "authenticated" }],
    });
  });

  it("a user of the service's role may, until the session ends", async () => {
    const { auth, admin, clientOf } = await fresh();
    const { user } = await signedUp(auth);
    await admin.updateUserById(user.id, { role: "service_role" });
    const grant = await auth.signIn({ ...ada, client: { ip: null, userAgent: null } });
    const own = clientOf(grant.ok ? grant.value.accessToken : "").admin;
    expect((await own.listUsers()).error).toBeNull();
    await env.DB.prepare(`delete from "auth_sessions"`).run();
    expect((await own.listUsers()).error).toMatchObject(gone);
  });
});

describe("createUser", () => {
  it("makes one who can sign in, with what was said", async () => {
    const { admin, visitor } = await fresh({ settings: { allowSignup: false, roles: ["editor"] } });
    const { data, error } = await admin.createUser({
      ...ada,
      email_confirm: true,
      user_metadata: { name: "Ada" },
      app_metadata: { plan: "pro" },
      role: "editor",
    });
    expect(error).toBeNull();
    expect(data.user).toMatchObject({
      email: ada.email,
      role: "editor",
      user_metadata: { name: "Ada" },
      app_metadata: { provider: "email", providers: ["email"], plan: "pro" },
      email_confirmed_at: expect.any(String),
    });
    expect((await visitor.signInWithPassword(ada)).data.user?.id).toBe(data.user?.id);
  });

  it("takes an id and a hash from elsewhere", async () => {
    const { admin, visitor } = await fresh();
    const id = "A3BB189E-8BF9-4888-9912-ACE4E6543002";
    const password_hash = hashPassword(ada.password, { logN: 10, r: 8, p: 1 });
    const { data } = await admin.createUser({ id, email: ada.email, password_hash, email_confirm: true });
    expect(data.user?.id).toBe(id.toLowerCase());
    expect((await visitor.signInWithPassword(ada)).error).toBeNull();
    expect((await admin.createUser({ id, email: "b@example.com" })).error).toMatchObject({ status: 422 });
  });

  it("of one without a password or a confirmed address, nobody can sign in", async () => {
    const { admin, visitor } = await fresh();
    await admin.createUser({ email: "no@example.com", email_confirm: true });
    await admin.createUser(ada);
    const refused = await visitor.signInWithPassword({ ...ada, email: "no@example.com" });
    expect(refused.error).toMatchObject({ code: "invalid_credentials" });
    expect((await visitor.signInWithPassword(ada)).error).toMatchObject({ code: "email_not_confirmed" });
  });

  it("writes what the application adds", async () => {
    const provision = (user: { readonly id: string }) => [
      statement(sql`update "auth_users" set "raw_app_meta_data" = '{"seen":true}' where "id" = ${value(user.id)}`),
    ];
    const { admin } = await fresh({}, { provision });
    const { data } = await admin.createUser(ada);
    expect((await admin.getUserById(data.user?.id ?? "")).data.user?.app_metadata).toEqual({ seen: true });
  });

  it.each([
    ["no address", {}, 400, "validation_failed"],
    ["no valid address", { email: "ada" }, 400, "validation_failed"],
    ["an address that is taken", { email: "TAKEN@example.com" }, 422, "email_exists"],
    ["a weak password", { ...ada, password: "x" }, 422, "weak_password"],
    ["a password and a hash", { ...ada, password_hash: "x" }, 400, "validation_failed"],
    ["a hash of another kind", { email: ada.email, password_hash: "$2y$10$x" }, 400, "validation_failed"],
    ["an unknown role", { ...ada, role: "postgres" }, 400, "validation_failed"],
    ["an id that is none", { ...ada, id: "1" }, 400, "validation_failed"],
    ["a ban of no time", { ...ada, ban_duration: "soon" }, 400, "validation_failed"],
    ["large metadata", { ...ada, app_metadata: { a: "x".repeat(2048) } }, 422, "validation_failed"],
    ["metadata of another type", { ...ada, app_metadata: [] as never }, 400, "validation_failed"],
    ["no valid phone", { phone: "0" }, 400, "validation_failed"],
    ["a phone that is taken", { phone: "+4917012345" }, 422, "phone_exists"],
  ])("refuses %s", async (_name, attributes, status, code) => {
    const { admin } = await fresh();
    await admin.createUser({ email: "taken@example.com", phone: "+49 170 12345", phone_confirm: true });
    expect((await admin.createUser(attributes)).error).toMatchObject({ status, code });
  });
});

describe("listUsers", () => {
  it("gives pages, newest first, with what auth-js needs to go on", async () => {
    const { admin, clock } = await fresh();
    for (let turn = 1; turn <= 5; turn++) {
      await admin.createUser({ email: `u${turn}@example.com`, user_metadata: { full_name: `Name ${turn}` } });
      clock.advanceSeconds(1);
    }
    const first = await admin.listUsers({ page: 1, perPage: 2 });
    expect(first.error).toBeNull();
    expect(first.data).toMatchObject({ aud: "authenticated", total: 5, nextPage: 2, lastPage: 3 });
    expect(first.data.users.map((user) => user.email)).toEqual(["u5@example.com", "u4@example.com"]);
    const last = await admin.listUsers({ page: 3, perPage: 2 });
    expect(last.data).toMatchObject({ total: 5, lastPage: 3, nextPage: null });
    expect(last.data.users.map((user) => user.email)).toEqual(["u1@example.com"]);
    expect((await admin.listUsers({ page: 9, perPage: 2 })).data).toMatchObject({ users: [], total: 5 });
    expect((await admin.listUsers()).data.users).toHaveLength(5);
  });

  it("filters, sorts, and says no to what it does not understand", async () => {
    const { admin, clock, send } = await fresh();
    for (const email of ["ada@example.com", "eve@example.com"]) {
      await admin.createUser({ email, user_metadata: { full_name: "100% Ada" } });
      clock.advanceSeconds(1);
    }
    const service = await apiKey("service_role", masterSecret);
    const ask = async (query: string) => {
      const response = await send(`http://api.example/auth/v1/admin/users?${query}`, {
        headers: { authorization: `Bearer ${service}` },
      });
      const body = await response.json<{ users?: { email: string }[] }>();
      return { status: response.status, link: response.headers.get("link"), users: body.users?.map((u) => u.email) };
    };
    expect((await ask("filter=EVE")).users).toEqual(["eve@example.com"]);
    expect((await ask("filter=100%25")).users).toHaveLength(2);
    expect((await ask("filter=_")).users).toEqual([]);
    expect((await ask("sort=created_at+asc")).users).toEqual(["ada@example.com", "eve@example.com"]);
    expect((await ask("filter=a&per_page=1")).link).toBe(
      '<?page=2&filter=a&per_page=1>; rel="next", <?page=2&filter=a&per_page=1>; rel="last"',
    );
    for (const wrong of ["page=x", "per_page=-1", "page=1e9", "sort=email", "page=99999999999"]) {
      expect((await ask(wrong)).status, wrong).toBe(400);
    }
  });
});

describe("updateUserById", () => {
  it("changes what is said and merges metadata", async () => {
    const { auth, admin } = await fresh({ settings: { roles: ["editor"] } });
    const { user } = await signedUp(auth);
    await admin.updateUserById(user.id, { app_metadata: { plan: "pro" }, user_metadata: { a: 1, b: 1 } });
    const { data, error } = await admin.updateUserById(user.id, {
      email: "Lovelace@example.com",
      role: "editor",
      app_metadata: { org: 1 },
      user_metadata: { b: null },
    });
    expect(error).toBeNull();
    expect(data.user).toMatchObject({
      email: "lovelace@example.com",
      role: "editor",
      user_metadata: { a: 1 },
      app_metadata: { provider: "email", plan: "pro", org: 1 },
    });
    expect(data.user?.user_metadata).toEqual({ a: 1 });
  });

  it("loses none of the changes that are made at once", async () => {
    const { auth, admin } = await fresh();
    const { user } = await signedUp(auth);
    const turns = Array.from({ length: 6 }, (_, turn) => turn);
    await Promise.all(turns.map((turn) => admin.updateUserById(user.id, { app_metadata: { [`k${turn}`]: turn } })));
    const { data } = await admin.getUserById(user.id);
    expect(Object.keys(data.user?.app_metadata ?? {})).toEqual(expect.arrayContaining(turns.map((turn) => `k${turn}`)));
  });

  it.each([
    ["a password", { password: "battery staple" }],
    ["a ban", { ban_duration: "24h" }],
    ["a role", { role: "editor" }],
  ])("%s ends the sessions: the next request is refused", async (_name, change) => {
    const { auth, admin, visitor } = await fresh({ settings: { roles: ["editor"] } });
    const { user, accessToken, refreshToken } = await signedUp(auth);
    expect((await visitor.getUser(accessToken)).error).toBeNull();
    expect((await admin.updateUserById(user.id, change)).error).toBeNull();
    expect((await visitor.getUser(accessToken)).error).toMatchObject(gone);
    expect((await visitor.refreshSession({ refresh_token: refreshToken })).error).toMatchObject({ status: 400 });
  });

  it("what changes no right leaves them", async () => {
    const { auth, admin, visitor } = await fresh();
    const { user, accessToken } = await signedUp(auth);
    await admin.updateUserById(user.id, { user_metadata: { a: 1 }, email_confirm: true, ban_duration: "none" });
    expect((await visitor.getUser(accessToken)).error).toBeNull();
  });

  it("a ban holds until it ends or is lifted", async () => {
    const { auth, admin, visitor, clock } = await fresh();
    const { user } = await signedUp(auth);
    const banned = await admin.updateUserById(user.id, { ban_duration: "1h30m" });
    expect(Date.parse(banned.data.user?.banned_until ?? "") - clock.now()).toBe(5_400_000);
    expect((await visitor.signInWithPassword(ada)).error).toMatchObject({ status: 400, code: "user_banned" });
    clock.advanceSeconds(5_401);
    expect((await visitor.signInWithPassword(ada)).error).toBeNull();
    await admin.updateUserById(user.id, { ban_duration: "876000h" });
    await admin.updateUserById(user.id, { ban_duration: "none" });
    expect((await visitor.signInWithPassword(ada)).error).toBeNull();
  });

  it.each([
    ["an address that is taken", { email: "taken@example.com" }, 422, "email_exists"],
    ["a weak password", { password: "x" }, 422, "weak_password"],
    ["an unknown role", { role: "root" }, 400, "validation_failed"],
    ["metadata that is too large", { user_metadata: { a: "x".repeat(4096) } }, 422, "validation_failed"],
  ])("refuses %s and changes nothing", async (_name, change, status, code) => {
    const { auth, admin, visitor } = await fresh();
    await admin.createUser({ email: "taken@example.com" });
    const { user, accessToken } = await signedUp(auth);
    const answer = await admin.updateUserById(user.id, { ...change, app_metadata: { touched: true } });
    expect(answer.error).toMatchObject({ status, code });
    expect((await visitor.getUser(accessToken)).data.user?.app_metadata).toEqual(user.appMetadata);
  });

  it("of nobody is not found", async () => {
    const { admin } = await fresh();
    const answers = [
      await admin.updateUserById(nobody, { role: "authenticated" }),
      await admin.getUserById(nobody),
      await admin.deleteUser(nobody),
      await admin.deleteUser(nobody, true),
    ];
    for (const { error } of answers) expect(error).toMatchObject({ status: 404, code: "user_not_found" });
  });
});

describe("deleteUser", () => {
  it("removes the user: the next request is refused, the address is free", async () => {
    const { auth, admin, visitor } = await fresh();
    const { user, accessToken } = await signedUp(auth);
    expect((await admin.deleteUser(user.id)).error).toBeNull();
    expect((await visitor.getUser(accessToken)).error).toMatchObject({ status: 403, code: "user_not_found" });
    expect((await visitor.signUp(ada)).error).toBeNull();
  });

  it("is refused where rows of the application keep the user", async () => {
    const { auth, admin } = await fresh();
    const { user } = await signedUp(auth);
    await env.DB.batch([
      env.DB.prepare(`create table "posts" ("id" integer primary key, "author" text references "auth_users" ("id"))`),
      env.DB.prepare(`insert into "posts" ("author") values (?)`).bind(user.id),
    ]);
    expect((await admin.deleteUser(user.id)).error).toMatchObject({ status: 409, code: "conflict" });
    expect((await admin.deleteUser(user.id, true)).error).toBeNull();
    await env.DB.prepare(`drop table "posts"`).run();
  });

  it("softly keeps the row and nothing of the person, however often", async () => {
    const { auth, admin, visitor } = await fresh();
    const { user, accessToken } = await signedUp(auth);
    for (let turn = 0; turn < 2; turn++) expect((await admin.deleteUser(user.id, true)).error).toBeNull();
    expect((await visitor.getUser(accessToken)).error).toMatchObject(gone);
    const { data } = await admin.getUserById(user.id);
    expect(data.user).toMatchObject({ id: user.id, deleted_at: expect.any(String), user_metadata: {} });
    expect(JSON.stringify(await env.DB.prepare(`select * from "auth_users"`).all())).not.toContain("ada");
    expect((await visitor.signInWithPassword(ada)).error).toMatchObject({ code: "invalid_credentials" });
    expect((await visitor.signUp(ada)).error).toBeNull();
  });
});

describe("a user's credentials", () => {
  it("factors are listed and deleted, and go with a soft deletion", async () => {
    const { auth, admin, visitor } = await fresh();
    const { user } = await signedUp(auth);
    await visitor.signInWithPassword(ada);
    const { data: enrolled } = await visitor.mfa.enroll({ factorType: "totp", friendlyName: "phone" });
    const userId = user.id;
    const listed = await admin.mfa.listFactors({ userId });
    expect(listed.error).toBeNull();
    expect(listed.data?.factors).toMatchObject([{ id: enrolled?.id, factor_type: "totp", status: "unverified" }]);
    expect((await admin.mfa.deleteFactor({ userId: nobody, id: enrolled?.id ?? "" })).error).toMatchObject({
      status: 404,
    });
    expect((await admin.mfa.deleteFactor({ userId, id: enrolled?.id ?? "" })).error).toBeNull();
    expect((await admin.mfa.listFactors({ userId })).data?.factors).toEqual([]);
    await visitor.mfa.enroll({ factorType: "totp", friendlyName: "another" });
    await admin.deleteUser(userId, true);
    expect(await env.DB.prepare(`select count(*) as n from "auth_factors"`).first("n")).toBe(0);
    expect((await admin.mfa.listFactors({ userId: nobody })).error).toMatchObject({
      status: 404,
      code: "user_not_found",
    });
  });

  it("passkeys too", async () => {
    const { auth, admin } = await fresh();
    const { user } = await signedUp(auth);
    const passkeyId = "11111111-0000-4000-8000-000000000000";
    await env.DB.prepare(
      `insert into "auth_passkeys" ("id", "user_id", "credential_id", "credential", "friendly_name", "created_at", "updated_at")
       values (?, ?, 'c', '{}', 'laptop', '2026-01-01T00:00:00+00:00', '2026-01-01T00:00:00+00:00')`,
    )
      .bind(passkeyId, user.id)
      .run();
    expect((await admin.passkey.listPasskeys({ userId: user.id })).data).toMatchObject([
      { id: passkeyId, friendly_name: "laptop" },
    ]);
    expect((await admin.passkey.deletePasskey({ userId: nobody, passkeyId })).error).toMatchObject({ status: 404 });
    expect((await admin.passkey.deletePasskey({ userId: user.id, passkeyId })).error).toBeNull();
    expect((await admin.passkey.listPasskeys({ userId: user.id })).data).toEqual([]);
  });
});

describe("signOut", () => {
  it.each([
    ["global", [false, false]],
    ["local", [false, true]],
    ["others", [true, false]],
  ] as const)("%s of another's token", async (scope, [mine, theirs]) => {
    const { auth, admin, visitor } = await fresh();
    const first = await signedUp(auth);
    const second = await visitor.signInWithPassword(ada);
    expect((await admin.signOut(first.accessToken, scope)).error).toBeNull();
    expect((await visitor.getUser(first.accessToken)).error === null).toBe(mine);
    expect((await visitor.getUser(second.data.session?.access_token)).error === null).toBe(theirs);
  });
});
