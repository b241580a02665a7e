import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../kernel/json.ts";
import { anonymous } from "../kernel/principal.ts";
import { collection } from "../schema/collection.ts";
import { timestamp } from "../schema/columns.ts";
import { compileModel } from "../schema/compile.ts";
import { DefinitionError } from "../schema/definition-error.ts";
import { assurance, factorWithin, signedInBy, signedInWithin } from "./assurance.ts";
import { ago, type Condition, caller, eq, gt, lt, not } from "./condition.ts";
import { evaluate } from "./evaluate.ts";
import { allow, rulesFor } from "./grant.ts";
import { compilePolicy } from "./policy.ts";

const notes = sqliteTable("notes", {
  id: integer().primaryKey(),
  title: text(),
  madeAt: timestamp("made_at"),
});
const model = compileModel([collection(notes)]);

const now = "2026-11-26T12:00:00+00:00";
const nowSeconds = Date.parse("2026-11-26T12:00:00Z") / 1000;

function judge(condition: Condition, claims: JsonObject, madeAt: string | null = null): boolean | null {
  const policy = compilePolicy(model, [rulesFor(notes, { select: [allow("anon").when(condition)] })], {});
  const when = policy.permissions("notes", "select", "anon")[0]?.when;
  if (when === undefined) throw new Error("no permission");
  const around = { principal: { ...anonymous, claims }, now, rows: [{ made_at: madeAt }], before: null };
  return evaluate(when, { ...around, exists: () => false });
}

const password = (secondsAgo: number) => ({ method: "password", timestamp: nowSeconds - secondsAgo });
const totp = (secondsAgo: number) => ({ method: "totp", timestamp: nowSeconds - secondsAgo });
const key = (secondsAgo: number) => ({ method: "mfa/webauthn", timestamp: nowSeconds - secondsAgo });

const cases: readonly (readonly [string, Condition, JsonObject, boolean | null])[] = [
  ["aal2 is aal2", assurance("aal2"), { aal: "aal2" }, true],
  ["aal1 is not", assurance("aal2"), { aal: "aal1" }, false],
  ["aal2 is aal1 too", assurance("aal1"), { aal: "aal2" }, true],
  ["aal2 is not aal3", assurance("aal3"), { aal: "aal2" }, false],
  ["a token without a level is unknown", assurance("aal1"), {}, null],
  ["and not for its opposite either", not(assurance("aal2")), {}, null],
  ["a sign-in a minute ago", signedInWithin(60), { amr: [password(60)] }, true],
  ["a sign-in longer ago", signedInWithin(60), { amr: [password(61)] }, false],
  ["the latest sign-in counts", signedInWithin(60), { amr: [password(10), { ...password(900), method: "otp" }] }, true],
  ["a factor is no sign-in", signedInWithin(60), { amr: [totp(1), password(900)] }, false],
  ["nobody's sign-in", signedInWithin(60), {}, null],
  ["a factor ten minutes ago", factorWithin(600), { amr: [totp(600), password(9000)] }, true],
  ["a factor longer ago", factorWithin(600), { amr: [totp(601)] }, false],
  ["the latest factor counts", factorWithin(600), { amr: [key(5), totp(9000)] }, true],
  ["no factor", factorWithin(600), { amr: [password(1)] }, null],
  ["a level is no factor", factorWithin(600), { aal: "aal2" }, null],
  ["a factor without a time", factorWithin(600), { amr: ["totp"] }, null],
  ["by totp", signedInBy("totp"), { amr: [totp(1), password(2)] }, true],
  ["by totp, in the short form", signedInBy("totp"), { amr: ["pwd", "totp"] }, true],
  ["not by totp", signedInBy("totp"), { amr: [password(2)] }, false],
  ["by nothing", signedInBy("totp"), { amr: "totp" }, false],
];

describe("how the caller signed in", () => {
  it.each(cases)("%s", (_name, condition, claims, expected) => {
    expect(judge(condition, claims)).toBe(expected);
  });

  it("compares with the row's times", () => {
    const since = (amr: readonly JsonObject[]) => judge(gt(notes.madeAt, caller.signedInAt), { amr }, now);
    expect(since([password(10)])).toBe(true);
    expect(since([password(-10)])).toBe(false);
    expect(judge(lt(notes.madeAt, ago(0)), {}, now)).toBe(false);
    expect(judge(lt(notes.madeAt, ago(5)), {}, "2026-11-26T11:59:54+00:00")).toBe(true);
  });

  it.each([-1, 0.5, Number.NaN, 400_000_000])("refuses %s seconds when the definition is compiled", (seconds) => {
    expect(() => judge(signedInWithin(seconds), {})).toThrow(DefinitionError);
  });

  it("refuses a comparison with what is no time", () => {
    expect(() => judge(eq(notes.title, caller.signedInAt), {})).toThrow(/compared with now/);
  });
});
