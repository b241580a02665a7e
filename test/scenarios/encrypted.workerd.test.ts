import { env } from "cloudflare:workers";
import type { SupabaseClient } from "@supabase/supabase-js";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { clientOf, openClinic, people } from "./clinic.ts";
import type { Stage } from "./stage.ts";

// Encrypted columns as the unmodified supabase-js meets them, and as they lie in the database.

let stage: Stage;
let ann: SupabaseClient;
let service: SupabaseClient;

beforeAll(async () => {
  stage = await openClinic();
  ann = await clientOf(stage, "ann");
  service = await clientOf(stage, "service");
});

beforeEach(async () => {
  await stage.reset();
});

const secret = "+47 555 0199";
const patient = {
  id: "11111111-1111-4111-8111-111111111111",
  doctor: people.ann.id,
  name: "Ola",
  phone: secret,
  diagnosis: 'A "quoted" \\ line\nand æøå 🌍',
  history: { visits: [1, 2.5], note: "none" },
};

/** All text that the database holds, of every table. */
async function everything(): Promise<string> {
  const named = await env.DB.prepare("select name from sqlite_master where type = 'table'").all<{ name: string }>();
  const names = named.results.map(({ name }) => name).filter((name) => !/^(?:_cf_|sqlite_)/.test(name));
  const rows = await Promise.all(
    names.map(async (name) => (await env.DB.prepare(`select * from "${name}"`).all()).results),
  );
  return JSON.stringify(rows);
}

describe("a row with encrypted columns", () => {
  it("goes in and comes out in clear, and lies in the database as ciphertext", async () => {
    const made = await ann.from("patients").insert(patient).select().single();
    expect(made.error).toBeNull();
    expect(made.data).toEqual({ ...patient, plan: "none yet" });
    const read = await ann.from("patients").select().eq("id", patient.id).single();
    expect(read.data).toEqual(made.data);
    const [kept] = (await stage.rowsOf({ sql: "select * from patients" })) as Record<string, string>[];
    for (const name of ["phone", "diagnosis", "history", "plan"]) {
      expect(kept?.[name]).toMatch(/^pge1\.[\w-]{8}\.[\w-]{16}\.[\w-]+$/);
    }
    expect(kept?.phone_index).toMatch(/^[\w-]{43}$/);
    const all = await everything();
    for (const clear of [secret, "quoted", "2.5", "none yet"]) expect(all).not.toContain(clear);
    expect(all).toContain("Ola");
  });

  it("may be inserted without them, and NULL stays NULL", async () => {
    const made = await ann.from("patients").insert({ doctor: people.ann.id, name: "Kari" }).select().single();
    expect(made.data).toMatchObject({ name: "Kari", phone: null, diagnosis: null, history: null });
    expect((await ann.from("patients").select("name").is("phone", null)).data).toEqual([{ name: "Kari" }]);
    expect((await ann.from("patients").select("name").not("phone", "is", null)).data).toEqual([]);
  });

  it("gets a key from the table's counter, ahead of the insert", async () => {
    await ann.from("patients").insert(patient);
    const visit = (report: string) => ({ patient: patient.id, day: "2026-01-01", report });
    const made = await ann
      .from("visits")
      .insert([visit("one"), visit("two")])
      .select("id, report");
    expect(made.error).toBeNull();
    expect(made.data?.map(({ report }) => report)).toEqual(["one", "two"]);
    await stage.rowsOf({ sql: "delete from visits where id = 2" });
    const several = await Promise.all(
      ["a", "b", "c", "d"].map((report) => ann.from("visits").insert(visit(report)).select()),
    );
    expect(several.map(({ error }) => error)).toEqual([null, null, null, null]);
    const all = await ann.from("visits").select("id, report").order("id");
    expect(all.data?.map(({ id }) => id)).toEqual([1, 3, 4, 5, 6]);
    expect(all.data?.map(({ report }) => report).sort()).toEqual(["a", "b", "c", "d", "one"]);
    const mixed = await ann
      .from("visits")
      .upsert(
        [
          { id: 3, ...visit("changed") },
          { id: 50, ...visit("fifty") },
        ],
        { onConflict: "id" },
      )
      .select("id, report");
    expect(mixed.data).toEqual([
      { id: 3, report: "changed" },
      { id: 50, report: "fifty" },
    ]);
    const fresh = await ann.from("visits").upsert(visit("fresh")).select("id, report");
    expect(fresh.data).toEqual([{ id: 51, report: "fresh" }]);
    expect((await ann.from("visits").insert({ ...visit("x"), id: null })).error?.code).toBe("23502");
    expect((await ann.from("visits").insert(visit("x".repeat(201)))).error?.code).toBe("22001");
  });

  it("shows embedded, spread, in CSV, in many rows, and in objects of one", async () => {
    await service.from("patients").insert([patient, { ...patient, id: people.bob.id, phone: null, name: "Per" }]);
    await service.from("visits").insert([
      { patient: patient.id, day: "2026-01-01", report: "first" },
      { patient: patient.id, day: "2026-01-02", report: null },
    ]);
    await service.from("shares").insert({ patient: patient.id, person: "x,y:z", reason: "second opinion" });
    const read = await ann
      .from("patients")
      .select("name, tel:phone, visits(report), shares(reason)")
      .order("name")
      .order("day", { referencedTable: "visits" });
    expect(read.data).toEqual([
      {
        name: "Ola",
        tel: secret,
        visits: [{ report: "first" }, { report: null }],
        shares: [{ reason: "second opinion" }],
      },
      { name: "Per", tel: null, visits: [], shares: [] },
    ]);
    const up = await ann.from("visits").select("day, patients(phone), ...patients(diagnosis)").order("day").limit(1);
    expect(up.data).toEqual([{ day: "2026-01-01", patients: { phone: secret }, diagnosis: patient.diagnosis }]);
    const csv = await ann.from("patients").select("name,phone").order("name").csv();
    expect(csv.data).toBe(`name,phone\nOla,"${secret}"\nPer,`);
    expect((await ann.from("patients").select("name, phone", { count: "exact" })).count).toBe(2);
  });

  it("is kept for an Idempotency-Key as ciphertext, and told again in clear", async () => {
    const ask = async (body: object, key: string) =>
      stage.fetch(
        new Request("http://perigee.test/rest/v1/patients", {
          method: "POST",
          headers: {
            ...(await stage.credentials("ann")),
            "content-type": "application/json",
            prefer: "return=representation",
            "idempotency-key": key,
          },
          body: JSON.stringify(body),
        }),
      );
    const first = await ask(patient, "one");
    expect(first.response.status).toBe(201);
    const again = await ask(patient, "one");
    expect([again.response.headers.get("idempotency-replayed"), again.text]).toEqual(["true", first.text]);
    expect(JSON.parse((await ask({ ...patient, phone: "1" }, "one")).text).code).toBe("PER022");
    expect(await everything()).not.toContain(secret);
    await stage.rowsOf({ sql: "update _perigee_idempotency set body = (select phone from patients)" });
    expect(JSON.parse((await ask(patient, "one")).text).code).toBe("PER024");
  });

  it("is not shown where rules hide or mask it", async () => {
    await service.from("patients").insert([patient, { ...patient, id: people.bob.id, doctor: "desk", phone: "2" }]);
    const desk = await clientOf(stage, "dan");
    expect((await desk.from("patients").select("diagnosis")).error?.code).toBe("42501");
    expect((await desk.from("patients").select("doctor, phone").order("doctor")).data).toEqual([
      { doctor: people.ann.id, phone: null },
      { doctor: "desk", phone: "2" },
    ]);
    expect((await desk.from("patients").select("doctor").eq("phone", secret)).data).toEqual([]);
    expect((await desk.from("patients").select("doctor").eq("phone", "2")).data).toEqual([{ doctor: "desk" }]);
    expect((await desk.from("patients").select("doctor").is("phone", null)).data).toHaveLength(1);
    expect((await ann.from("patients").select("phone_index")).error?.code).toBe("42703");
  });
});
