import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { Principal } from "../../kernel/principal.ts";
import type { Grant } from "../access-token.ts";
import { client, freshAuth, isolate, signedUp, type TestAuth } from "../test-auth.ts";
import { freeAttempts } from "./attempts.ts";
import { toBase32 } from "./enrolment-code.ts";
import { appCode, fromBase32 } from "./test-app.ts";

const db: D1Database = Reflect.get(env, "DB");

async function principalOf({ auth }: TestAuth, { accessToken }: Grant): Promise<Principal> {
  const checked = await auth.verifyToken(accessToken);
  if (!checked.ok) throw new Error(checked.error);
  return checked.value;
}

/** The code that an authenticator app shows so many steps from now. */
function codeOf(test: TestAuth, secret: string, away = 0): Promise<string> {
  return appCode(secret, test.clock.now() + away * 30_000);
}

async function enrolled(test: TestAuth, who: Principal, friendlyName = "phone") {
  const made = await test.auth.factors.enrol(who, { type: "totp", friendlyName, issuer: null, client });
  if (!made.ok || made.value.totp === null) throw new Error(JSON.stringify(made));
  return { id: made.value.id, secret: made.value.totp.secret };
}

async function answer(test: TestAuth, who: Principal, factorId: string, code: string) {
  const begun = await test.auth.factors.challenge(who, { factorId, client });
  if (!begun.ok) throw new Error(JSON.stringify(begun));
  return test.auth.factors.verifyCode(who, { factorId, challengeId: begun.value.id, code, client });
}

async function raised(test: TestAuth, grant: Grant) {
  const who = await principalOf(test, grant);
  const factor = await enrolled(test, who);
  const outcome = await answer(test, who, factor.id, await codeOf(test, factor.secret));
  if (!outcome.ok) throw new Error(JSON.stringify(outcome));
  return { factor, grant: outcome.value, who: await principalOf(test, outcome.value) };
}

const admin = { actor: { id: null, role: "service_role" }, client };

const reason = (kind: string) => ({ ok: false, error: { kind: "factor", reason: expect.objectContaining({ kind }) } });

describe("a TOTP factor", () => {
  it("raises the session that verifies it, and ends the others that did not", async () => {
    const test = await freshAuth();
    const other = await signedUp(test.auth);
    const signedIn = await test.auth.signIn({ email: "ada@example.com", password: "correct horse", client });
    if (!signedIn.ok) throw new Error("not signed in");
    const { grant, who } = await raised(test, signedIn.value);
    const nowSeconds = Math.floor(test.clock.now() / 1000);
    expect(who.claims).toMatchObject({
      aal: "aal2",
      amr: [
        { method: "totp", timestamp: nowSeconds },
        { method: "password", timestamp: nowSeconds },
      ],
    });
    expect(grant.user.factors).toMatchObject([{ type: "totp", isVerified: true, friendlyName: "phone" }]);
    expect(await test.auth.currentUser(await principalOf(test, other))).toMatchObject({
      error: { kind: "sessionNotFound" },
    });
  });

  it("keeps aal2 when its session is refreshed, and only by the token of the verification", async () => {
    const test = await freshAuth();
    const before = await signedUp(test.auth);
    const { grant } = await raised(test, before);
    expect(await test.auth.refresh(before.refreshToken)).toEqual({
      ok: false,
      error: { kind: "refreshTokenNotFound" },
    });
    const refreshed = await test.auth.refresh(grant.refreshToken);
    if (!refreshed.ok) throw new Error("not refreshed");
    expect((await principalOf(test, refreshed.value)).claims.aal).toBe("aal2");
  });

  it("does not take a code twice, nor one of an earlier step", async () => {
    const test = await freshAuth();
    const { factor, who } = await raised(test, await signedUp(test.auth));
    expect(await answer(test, who, factor.id, await codeOf(test, factor.secret))).toEqual(reason("codeWrong"));
    expect(await answer(test, who, factor.id, await codeOf(test, factor.secret, -1))).toEqual(reason("codeWrong"));
    expect(await answer(test, who, factor.id, await codeOf(test, factor.secret, 1))).toMatchObject({ ok: true });
  });

  it("takes one of two answers with the same code at the same time", async () => {
    const test = await freshAuth();
    const who = await principalOf(test, await signedUp(test.auth));
    const factor = await enrolled(test, who);
    const code = await codeOf(test, factor.secret);
    const outcomes = await Promise.all([1, 2, 3].map(() => answer(test, who, factor.id, code)));
    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
  });

  it("ends its challenge with the answer, and after five minutes, and binds it to an address", async () => {
    const test = await freshAuth();
    const { factor, who } = await raised(test, await signedUp(test.auth));
    const begin = async () => {
      const begun = await test.auth.factors.challenge(who, { factorId: factor.id, client });
      if (!begun.ok) throw new Error(JSON.stringify(begun));
      return { factorId: factor.id, challengeId: begun.value.id, client };
    };
    const verify = async (given: Awaited<ReturnType<typeof begin>>) =>
      test.auth.factors.verifyCode(who, { ...given, code: await codeOf(test, factor.secret) });
    const first = await begin();
    expect(await verify({ ...first, client: { ...client, ip: "198.51.100.9" } })).toEqual(reason("addressMismatch"));
    test.clock.advanceSeconds(60);
    expect(await verify(first)).toMatchObject({ ok: true });
    test.clock.advanceSeconds(60);
    expect(await verify(first)).toEqual(reason("challengeNotFound"));
    const second = await begin();
    test.clock.advanceSeconds(301);
    expect(await verify(second)).toEqual(reason("challengeExpired"));
  });

  it("bounds attempts, however many come at once, and waits longer after each", async () => {
    const test = await freshAuth();
    const who = await principalOf(test, await signedUp(test.auth));
    const factor = await enrolled(test, who);
    const begun = await test.auth.factors.challenge(who, { factorId: factor.id, client });
    if (!begun.ok) throw new Error("no challenge");
    const guess = (code: string, challengeId = begun.value.id) =>
      test.auth.factors.verifyCode(who, { factorId: factor.id, challengeId, code, client });
    const guesses = await Promise.all(Array.from({ length: 20 }, () => guess("nonono")));
    const kinds = guesses.map((outcome) =>
      outcome.ok || outcome.error.kind !== "factor" ? "?" : outcome.error.reason.kind,
    );
    expect(kinds.filter((kind) => kind === "codeWrong")).toHaveLength(freeAttempts);
    expect(kinds.filter((kind) => kind === "attemptsExhausted")).toHaveLength(20 - freeAttempts);
    const right = () => codeOf(test, factor.secret);
    expect(await guess(await right())).toEqual(reason("attemptsExhausted"));
    test.clock.advanceSeconds(31);
    expect(await guess("nonono")).toEqual(reason("codeWrong"));
    test.clock.advanceSeconds(31);
    expect(await guess(await right())).toEqual(reason("attemptsExhausted"));
    test.clock.advanceSeconds(31);
    expect(await guess(await right())).toMatchObject({ ok: true });
    expect(await answer(test, who, factor.id, "nonono")).toEqual(reason("codeWrong"));
  });

  it("is of its user alone", async () => {
    const test = await freshAuth();
    const { factor } = await raised(test, await signedUp(test.auth));
    const stranger = await principalOf(test, await signedUp(test.auth, "eve@example.com"));
    expect(await test.auth.factors.challenge(stranger, { factorId: factor.id, client })).toEqual(
      reason("factorNotFound"),
    );
    expect(await test.auth.factors.unenrol(stranger, { factorId: factor.id, client })).toEqual(
      reason("factorNotFound"),
    );
    const verify = { factorId: factor.id, challengeId: crypto.randomUUID(), code: "123456", client };
    expect(await test.auth.factors.verifyCode(stranger, verify)).toEqual(reason("factorNotFound"));
  });

  it("has a secret that is sealed for it alone", async () => {
    const test = await freshAuth();
    const who = await principalOf(test, await signedUp(test.auth));
    const [mine, other] = [await enrolled(test, who, "a"), await enrolled(test, who, "b")];
    const { results } = await db.prepare("select * from auth_factors").all();
    const text = JSON.stringify(results);
    for (const { secret } of [mine, other]) {
      expect(secret).toMatch(/^[A-Z2-7]{32}$/);
      expect(text).not.toContain(secret);
    }
    await db
      .prepare("update auth_factors set secret = (select secret from auth_factors where id = ?) where id = ?")
      .bind(mine.id, other.id)
      .run();
    expect(await answer(test, who, other.id, await codeOf(test, mine.secret))).toEqual(reason("factorNotFound"));
    expect(toBase32(fromBase32(mine.secret))).toBe(mine.secret);
  });

  it("is refused where ten are there, and where its name is", async () => {
    const test = await freshAuth();
    const who = await principalOf(test, await signedUp(test.auth));
    const enrol = (friendlyName: string) =>
      test.auth.factors.enrol(who, { type: "totp", friendlyName, issuer: null, client });
    await enrol("0");
    expect(await enrol("0")).toEqual(reason("nameTaken"));
    const outcomes = await Promise.all(Array.from({ length: 14 }, (_, index) => enrol(String(index + 1))));
    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(9);
    expect(await enrol("more")).toEqual(reason("tooManyFactors"));
    test.clock.advanceSeconds(301);
    expect(await enrol("more")).toMatchObject({ ok: true });
  });
});

describe("who has a verified factor", () => {
  it("proves it before another is added or it is removed", async () => {
    const test = await freshAuth();
    const { factor, who } = await raised(test, await signedUp(test.auth));
    const signedIn = await test.auth.signIn({ email: "ada@example.com", password: "correct horse", client });
    if (!signedIn.ok) throw new Error("not signed in");
    const low = await principalOf(test, signedIn.value);
    const second = { type: "totp", friendlyName: "second", issuer: null, client } as const;
    expect(await test.auth.factors.enrol(low, second)).toEqual(reason("insufficientAssurance"));
    expect(await test.auth.factors.unenrol(low, { factorId: factor.id, client })).toEqual(
      reason("insufficientAssurance"),
    );
    expect(await test.auth.factors.enrol(who, second)).toMatchObject({ ok: true });
    expect(await test.auth.factors.unenrol(who, { factorId: factor.id, client })).toEqual({ ok: true, value: null });
  });

  it.each(["unenrols it", "loses it to an administrator", "loses it to a hand-typed statement"])(
    "is at aal1 again once he %s",
    async (how) => {
      const test = await freshAuth();
      const { factor, grant, who } = await raised(test, await signedUp(test.auth));
      if (how.startsWith("unenrols")) await test.auth.factors.unenrol(who, { factorId: factor.id, client });
      else if (how.includes("administrator"))
        await test.auth.factors.remove(admin, { userId: grant.user.id, factorId: factor.id });
      else await db.prepare("delete from auth_factors").run();
      const refreshed = await isolate({ clock: test.clock }).auth.refresh(grant.refreshToken);
      if (!refreshed.ok) throw new Error("not refreshed");
      expect(refreshed.value.user.factors).toEqual([]);
      const { claims } = await principalOf(test, refreshed.value);
      expect(claims).toMatchObject({ aal: "aal1", amr: [{ method: "password" }] });
    },
  );

  it("does not lose his session to a revoked one's answer", async () => {
    const test = await freshAuth();
    const grant = await signedUp(test.auth);
    const who = await principalOf(test, grant);
    const factor = await enrolled(test, who);
    const begun = await test.auth.factors.challenge(who, { factorId: factor.id, client });
    if (!begun.ok) throw new Error("no challenge");
    await test.auth.logOut(who, "global");
    const late = { factorId: factor.id, challengeId: begun.value.id, code: await codeOf(test, factor.secret), client };
    expect(await test.auth.factors.verifyCode(who, late)).toMatchObject({ error: { kind: "sessionNotFound" } });
    expect(await test.auth.factors.enrol(who, { type: "totp", friendlyName: "x", issuer: null, client })).toMatchObject(
      {
        error: { kind: "sessionNotFound" },
      },
    );
  });
});
