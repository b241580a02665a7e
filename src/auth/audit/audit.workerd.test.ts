import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { unknownClient } from "../context.ts";
import { keySource } from "../derived-keys.ts";
import { client, freshAuth, isolate, masterSecret, signedUp, type TestAuth } from "../test-auth.ts";
import type { AuditEvent } from "./entry.ts";
import { audit } from "./record.ts";
import { type Break, type Head, type StoredEntry, start, verifyEntries } from "./verify.ts";

const ada = { email: "ada@example.com", password: "correct horse", client };
const keys = keySource(masterSecret);
const context = { keys, clock: Date.now };
const event: AuditEvent = {
  action: "login",
  outcome: "success",
  actor: { id: "u1", role: "authenticated" },
  client: unknownClient,
};

let test: TestAuth;
beforeEach(async () => {
  test = await freshAuth();
});

const rows = async (): Promise<StoredEntry[]> =>
  (await env.DB.prepare(`select * from "auth_audit_log" order by "seq"`).all<StoredEntry>()).results;

async function verified(from: Head = start): Promise<Head | Break> {
  return verifyEntries(from, await rows(), await keys("audit"));
}

async function append(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) {
    await test.store.batch([await audit(context, event, "always")], { retry: false });
  }
}

const told = async () =>
  (await rows()).map(({ entry }) => JSON.parse(entry)).map(({ action, outcome }) => `${action} ${outcome}`);

describe("what happens is told in the batch in which it happens", () => {
  it("by whom, from where, with which outcome", async () => {
    const { auth } = test;
    const { user, accessToken } = await signedUp(auth);
    await auth.signIn({ ...ada, password: "wrong" });
    await auth.signIn({ ...ada, email: "nobody@example.com" });
    await auth.signIn(ada);
    const checked = await auth.verifyToken(accessToken);
    if (!checked.ok) throw new Error("refused");
    await auth.updateUser(checked.value, { password: null, data: { a: 1 } }, client);
    await auth.updateUser(checked.value, { password: "battery staple", data: null }, client);
    await auth.logOut(checked.value, "global", client);
    expect(await told()).toEqual([
      "user_signedup success",
      "login failure",
      "login failure",
      "login success",
      "user_modified success",
      "user_updated_password success",
      "logout success",
    ]);
    const entries = (await rows()).map(({ entry }) => JSON.parse(entry));
    expect(entries[1]).toEqual({
      id: expect.any(String),
      created_at: expect.any(String),
      action: "login",
      log_type: "account",
      outcome: "failure",
      actor_id: user.id,
      actor_role: "authenticated",
      ip_address: client.ip,
      user_agent: client.userAgent,
      traits: { method: "password" },
    });
    expect(entries[2]).toMatchObject({ actor_id: null, actor_role: "anon" });
    expect(await verified()).toMatchObject({ seq: 7 });
  });

  it("of an admin's doing too, and of a refresh token in two hands", async () => {
    const { auth, clock } = test;
    const { user, refreshToken } = await signedUp(auth);
    await auth.refresh(refreshToken);
    clock.advanceSeconds(11);
    await auth.refresh(refreshToken, { client, provenKey: null });
    const by = { actor: { id: null, role: "service_role" }, client };
    const nothing = { emailConfirm: false, passwordHash: null, userMetadata: null, appMetadata: null, role: null };
    const attributes = { ...nothing, email: null, phone: null, phoneConfirm: false, password: null, banDuration: "1h" };
    await auth.admin.updateUser(by, { id: user.id, attributes });
    await auth.admin.softDeleteUser(by, user.id);
    await auth.admin.softDeleteUser(by, user.id);
    await auth.admin.deleteUser(by, user.id);
    await auth.admin.deleteUser(by, user.id);
    expect((await told()).slice(1)).toEqual([
      "token_revoked failure",
      "user_modified success",
      "user_deleted success",
      "user_deleted success",
    ]);
  });

  it("and not where it did not happen", async () => {
    const { auth } = test;
    await signedUp(auth);
    const before = await rows();
    expect(await auth.signUp({ ...ada, data: {} })).toMatchObject({ ok: false });
    await expect(
      test.store.batch([await audit(context, event, "always"), { sql: "insert into none values (1)", params: [] }], {
        retry: false,
      }),
    ).rejects.toThrow();
    const unchanged = { sql: `update "auth_users" set "role" = 'x' where "id" = 'none'`, params: [] };
    await test.store.batch([unchanged, await audit(context, event)], { retry: false });
    expect(await rows()).toEqual(before);
  });

  it("once, where the batch is run twice", async () => {
    const entry = await audit(context, event, "always");
    for (let turn = 0; turn < 2; turn++) await test.store.batch([entry], { retry: true });
    expect(await rows()).toHaveLength(1);
  });

  it("without anything that names a person or opens a door", async () => {
    const { auth } = test;
    const grant = await signedUp(auth);
    await auth.signIn(ada);
    const log = JSON.stringify(await rows());
    for (const secret of [ada.email, ada.password, grant.accessToken, grant.refreshToken]) {
      expect(log).not.toContain(secret);
    }
  });
});

describe("the chain", () => {
  it("does not fork, however many write at once", async () => {
    const isolates = Array.from({ length: 4 }, () => isolate());
    const startedAt = performance.now();
    await Promise.all(
      Array.from({ length: 200 }, async (_, turn) =>
        isolates[turn % 4]?.store.batch([await audit(context, event, "always")], { retry: false }),
      ),
    );
    console.log(`200 entries at once: ${(performance.now() - startedAt).toFixed(0)} ms`);
    expect(await verified()).toMatchObject({ seq: 200 });
  });

  it.each([
    `update "auth_audit_log" set "entry" = '{}' where "seq" = 1`,
    `delete from "auth_audit_log" where "seq" = 2`,
    `delete from "auth_audit_log"`,
    `insert into "auth_audit_log" values (4, 'x', '{}', 'd', '${"0".repeat(64)}', 'h')`,
    `insert into "auth_audit_log" select 9, 'x', '{}', 'd', "hash", 'h' from "auth_audit_log" where "seq" = 2`,
    `insert or replace into "auth_audit_log" select 2, 'x', '{}', 'd', "hash", 'h' from "auth_audit_log" where "seq" = 2`,
    `insert or replace into "auth_audit_log" select 3, "id", '{}', 'd', "hash", 'h' from "auth_audit_log" where "seq" = 2`,
  ])("is kept by the database itself: %s", async (sql) => {
    await append(2);
    const before = await rows();
    await expect(env.DB.prepare(sql).run()).rejects.toThrow(/audit log/);
    expect(await rows()).toEqual(before);
  });

  const tamperings: readonly (readonly [string, string, Break])[] = [
    [
      "a changed entry",
      `update "auth_audit_log" set "entry" = replace("entry", 'u1', 'u2') where "seq" = 2`,
      { seq: 2, reason: "digest" },
    ],
    ["another id", `update "auth_audit_log" set "id" = 'x' where "seq" = 2`, { seq: 2, reason: "id" }],
    ["a missing entry", `delete from "auth_audit_log" where "seq" = 2`, { seq: 3, reason: "gap" }],
    ["a changed hash", `update "auth_audit_log" set "hash" = "digest" where "seq" = 2`, { seq: 2, reason: "hash" }],
    [
      "entries that changed places",
      `update "auth_audit_log" set "seq" = case "seq" when 2 then 30 else 20 end where "seq" in (2, 3);
       update "auth_audit_log" set "seq" = "seq" / 10 where "seq" > 9`,
      { seq: 2, reason: "previous" },
    ],
  ];
  it.each(tamperings)("shows %s, made by who can drop the triggers", async (_name, sql, broken) => {
    await append(4);
    expect(await verified()).toMatchObject({ seq: 4 });
    for (const name of ["append", "update", "delete"])
      await env.DB.prepare(`drop trigger "auth_audit_log_${name}"`).run();
    for (const statement of sql.split(";")) await env.DB.prepare(statement).run();
    expect(await verified()).toEqual(broken);
  });

  it("shows an entry that was made without the secret", async () => {
    await append(1);
    const forged = await audit({ keys: keySource("x".repeat(32)), clock: Date.now }, event, "always");
    await test.store.batch([forged], { retry: false });
    expect(await verified()).toEqual({ seq: 2, reason: "digest" });
  });
});
