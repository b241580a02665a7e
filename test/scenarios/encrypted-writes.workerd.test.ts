import type { SupabaseClient } from "@supabase/supabase-js";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { clientOf, openClinic, people } from "./clinic.ts";
import { idOf } from "./scenario.ts";
import type { Stage } from "./stage.ts";

// Updates, merges and filters of encrypted columns, and what is refused of them.

let stage: Stage;
let ann: SupabaseClient;
let service: SupabaseClient;

beforeAll(async () => {
  stage = await openClinic();
  ann = await clientOf(stage, "ann");
  service = await clientOf(stage, "service");
});

const [ola, per, kari] = [idOf("e", 1), idOf("e", 2), idOf("e", 3)];
const doctor = people.ann.id;

beforeEach(async () => {
  await stage.reset();
  const made = await service.from("patients").insert([
    { id: ola, doctor, name: "Ola", phone: "111", diagnosis: "flu" },
    { id: per, doctor, name: "Per", phone: "222", diagnosis: "cold" },
    { id: kari, doctor: people.bob.id, name: "Kari", phone: "333", diagnosis: "none" },
  ]);
  expect(made.error).toBeNull();
});

async function phones(): Promise<unknown> {
  return (await service.from("patients").select("name, phone").order("name")).data;
}

describe("an update", () => {
  it("of many rows encrypts each by itself, and touches no other", async () => {
    const changed = await ann.from("patients").update({ diagnosis: "well" }).neq("name", "x").select("name, diagnosis");
    expect(changed.data?.map(({ diagnosis }) => diagnosis)).toEqual(["well", "well"]);
    const kept = (await stage.rowsOf({ sql: "select diagnosis from patients" })) as { diagnosis: string }[];
    expect(new Set(kept.map(({ diagnosis }) => diagnosis)).size).toBe(3);
    const read = await service.from("patients").select("name, diagnosis").order("name");
    expect(read.data).toEqual([
      { name: "Kari", diagnosis: "none" },
      { name: "Ola", diagnosis: "well" },
      { name: "Per", diagnosis: "well" },
    ]);
  });

  it("of clear columns leaves ciphertext alone; null empties the column and its index", async () => {
    const before = await stage.rowsOf({ sql: "select phone, diagnosis from patients order by name" });
    await ann.from("patients").update({ name: "Olav" }).eq("id", ola);
    expect(await stage.rowsOf({ sql: "select phone, diagnosis from patients order by name" })).toEqual(before);
    const emptied = await ann.from("patients").update({ phone: null }).eq("id", ola).select("phone").single();
    expect(emptied.data).toEqual({ phone: null });
    expect(await stage.rowsOf({ sql: `select phone, phone_index from patients where id = '${ola}'` })).toEqual([
      { phone: null, phone_index: null },
    ]);
  });

  it("sees its own filter by the blind index, and the index follows the value", async () => {
    const moved = await ann.from("patients").update({ phone: "444" }).eq("phone", "111").select("name, phone");
    expect(moved.data).toEqual([{ name: "Ola", phone: "444" }]);
    expect((await ann.from("patients").select("name").eq("phone", "111")).data).toEqual([]);
    expect((await ann.from("patients").select("name").eq("phone", "444")).data).toEqual([{ name: "Ola" }]);
    expect((await ann.from("patients").update({ phone: "5" }).eq("phone", "nobody's").select()).data).toEqual([]);
  });

  it("sends the key along, and may not change it", async () => {
    const same = await ann.from("patients").update({ id: ola, phone: "9" }).eq("id", ola).select("id, phone");
    expect(same.data).toEqual([{ id: ola, phone: "9" }]);
    for (const change of [{ id: idOf("e", 9) }, { id: idOf("e", 9), phone: "9" }]) {
      const refused = await ann.from("patients").update(change).eq("id", ola);
      expect([refused.error?.code, refused.error?.message]).toEqual([
        "0A000",
        'the key of a row of "patients" cannot be changed',
      ]);
    }
    expect((await service.from("patients").select("phone").eq("id", ola)).data).toEqual([{ phone: "9" }]);
  });

  it("of the row whose key the filter names, in whatever spelling", async () => {
    const upper = ola.toUpperCase();
    const changed = await ann.from("patients").update({ phone: "777" }).eq("id", upper).select("id, phone");
    expect(changed.data).toEqual([{ id: ola, phone: "777" }]);
    await service.from("visits").insert({ id: 7, patient: ola, day: "2026-01-01", report: "x" }).throwOnError();
    const visit = await ann.from("visits").update({ report: "y" }).filter("id", "eq", "+07").select("id, report");
    expect([visit.error, visit.data]).toEqual([null, [{ id: 7, report: "y" }]]);
    await service.from("shares").insert({ patient: ola, person: "p", reason: "a" }).throwOnError();
    const share = await service.from("shares").update({ reason: "b" }).match({ patient: ola, person: "p" }).select();
    expect(share.data).toEqual([{ patient: ola, person: "p", reason: "b" }]);
    expect((await ann.from("patients").update({ phone: "1" }).eq("id", kari).select()).data).toEqual([]);
    const or = await service
      .from("patients")
      .update({ diagnosis: "z" })
      .or(`id.eq.${ola},id.eq.${per}`)
      .select("diagnosis");
    expect(or.data).toEqual([{ diagnosis: "z" }, { diagnosis: "z" }]);
  });

  it("of one row with a limit, of too many, and in the order that was asked", async () => {
    const one = await ann.from("patients").update({ diagnosis: "first" }).order("name").limit(1).select("name");
    // postgrest-js sends order and limit along; the first by name is changed.
    expect(one.data).toEqual([{ name: "Ola" }]);
  });
});

describe("a merge", () => {
  it("by the key encrypts what it changes, and keeps the rest", async () => {
    const merged = await service
      .from("patients")
      .upsert([
        { id: ola, doctor, name: "Ola", phone: "112" },
        { id: idOf("e", 4), doctor, name: "New", phone: "555" },
      ])
      .select("name, phone, diagnosis");
    expect(merged.data).toEqual([
      { name: "Ola", phone: "112", diagnosis: "flu" },
      { name: "New", phone: "555", diagnosis: null },
    ]);
    expect((await service.from("patients").select("name").eq("phone", "112")).data).toEqual([{ name: "Ola" }]);
    expect((await service.from("patients").select("name").eq("phone", "111")).data).toEqual([]);
  });

  it("by another key is refused, since the row's own is not known", async () => {
    const row = { doctor, name: "Ola", phone: "1", phone_index: "x" };
    expect((await service.from("patients").upsert(row, { onConflict: "phone_index" })).error).not.toBeNull();
    expect(
      (await service.from("patients").upsert({ doctor, name: "x", phone: "1" }, { onConflict: "phone" })).error?.code,
    ).toBe("42P10");
  });
});

describe("a blind index", () => {
  it("serves equality and nothing else", async () => {
    const names = async (query: PromiseLike<{ data: { name: string }[] | null; error: unknown }>): Promise<unknown> => {
      const { data, error } = await query;
      return error ?? data?.map(({ name }) => name).sort();
    };
    const all = () => service.from("patients").select("name");
    expect(await names(all().eq("phone", "222"))).toEqual(["Per"]);
    expect(await names(all().neq("phone", "222"))).toEqual(["Kari", "Ola"]);
    expect(await names(all().in("phone", ["222", "333", "no"]))).toEqual(["Kari", "Per"]);
    expect(await names(all().not("phone", "in", "(222)"))).toEqual(["Kari", "Ola"]);
    expect(await names(all().filter("phone", "isdistinct", "222"))).toEqual(["Kari", "Ola"]);
    expect(await names(all().filter("phone", "eq(any)", "{222,333}"))).toEqual(["Kari", "Per"]);
    expect(await names(all().or("phone.eq.111,name.eq.Kari"))).toEqual(["Kari", "Ola"]);
    expect(await names(all().is("phone", null))).toEqual([]);
  });

  it.each([
    ["?phone=gt.1", "operator does not exist: encrypted > unknown"],
    ["?phone=like.1*", "operator does not exist: encrypted ~~ unknown"],
    ["?phone=imatch.1", "operator does not exist: encrypted ~* unknown"],
    ["?phone=fts.1", "operator does not exist: encrypted fts unknown"],
    ["?phone=is.true", "argument of IS TRUE must be type boolean, not type encrypted"],
    ["?diagnosis=eq.flu", "operator does not exist: encrypted = unknown"],
    ["?diagnosis=in.(flu)", "operator does not exist: encrypted in unknown"],
    ["?or=(name.eq.x,not.and(diagnosis.neq.flu))", "operator does not exist: encrypted <> unknown"],
    ["?history->a=eq.1", "operator does not exist: encrypted -> unknown"],
    ["?select=history->a", "operator does not exist: encrypted -> unknown"],
    ["?select=phone::integer", "cannot cast type encrypted to integer"],
    ["?select=phone.max()", "function max(encrypted) does not exist"],
    ["?select=phone,count()", "could not identify an equality operator for type encrypted"],
    ["?order=phone", "could not identify an ordering operator for type encrypted"],
    ["?select=name,visits(report)&visits.order=report", "could not identify an ordering operator for type encrypted"],
    ["?select=name,visits(report)&visits.report=eq.x", "operator does not exist: encrypted = unknown"],
  ])("%s is refused", async (path, message) => {
    const headers = await stage.credentials("service");
    const { response, text } = await stage.fetch(
      new Request(`http://perigee.test/rest/v1/patients${path}`, { headers }),
    );
    expect(JSON.parse(text)).toMatchObject({ message });
    expect([400, 404]).toContain(response.status);
  });

  it("counts what is there", async () => {
    await service.from("patients").update({ phone: null }).eq("id", ola);
    const counted = await service.from("patients").select("phones:phone.count(), diagnoses:diagnosis.count()");
    expect(counted.data).toEqual([{ phones: 2, diagnoses: 3 }]);
  });

  it("keeps values unique, and tells which column and nothing else", async () => {
    const refused = await service.from("patients").insert({ doctor, name: "Two", phone: "111" });
    expect(refused.error).toMatchObject({
      code: "23505",
      message: 'duplicate key value violates unique constraint "patients_phone_key"',
      details: null,
    });
    const moved = await service.from("patients").update({ phone: "222" }).eq("id", ola);
    expect(moved.error).toMatchObject({ code: "23505", details: null });
    const both = await service.from("patients").update({ phone: "7" }).neq("name", "x");
    expect(both.error).toMatchObject({ code: "23505", details: null });
    const missing = await service.from("patients").insert({ doctor, phone: "secret 9" });
    expect(missing.error?.code).toBe("23502");
    expect(JSON.stringify(missing.error)).not.toContain("secret");
    expect(await phones()).toEqual([
      { name: "Kari", phone: "333" },
      { name: "Ola", phone: "111" },
      { name: "Per", phone: "222" },
    ]);
  });

  it("cannot be written or read", async () => {
    expect((await service.from("patients").update({ phone_index: "x" }).eq("id", ola)).error).not.toBeNull();
    expect((await service.from("patients").insert({ doctor, name: "x", phone_index: "x" })).error).not.toBeNull();
    expect((await service.from("patients").select("phone_index")).error).not.toBeNull();
    expect((await service.from("patients").select("name").eq("phone_index", "x")).error).not.toBeNull();
  });
});

describe("a value that is not as it was written", () => {
  const cases: readonly (readonly [string, string, RegExp])[] = [
    [
      "changed",
      `update patients set phone = substr(phone, 1, length(phone) - 2) || 'AA' where name = 'Ola'`,
      /was changed/,
    ],
    ["cut off", `update patients set phone = substr(phone, 1, 41) where name = 'Ola'`, /was changed|is not encrypted/],
    [
      "moved to another row",
      `update patients set phone = (select phone from patients where name = 'Per') where name = 'Ola'`,
      /another row/,
    ],
    ["moved to another column", `update patients set phone = diagnosis where name = 'Ola'`, /another row or column/],
    [
      "of a key that is not known",
      `update patients set phone = 'pge1.AAAAAAAA' || substr(phone, 14) where name = 'Ola'`,
      /key of a value is not known/,
    ],
    ["in clear", `update patients set phone = '12"3\\' where name = 'Ola'`, /is not encrypted/],
    ["empty", `update patients set phone = '' where name = 'Ola'`, /is not encrypted/],
  ];
  it.each(cases)("%s: is an error with a code, and no value", async (_, sql, why) => {
    await stage.rowsOf({ sql });
    const read = await service.from("patients").select("name, phone");
    expect(read.error).toMatchObject({ code: "PER040", message: expect.stringMatching(why), details: null });
    expect(read.error?.message).toMatch(/^column "phone" of table "patients" cannot be decrypted: /);
    expect((await service.from("patients").select("name").order("name")).data).toHaveLength(3);
  });
});
