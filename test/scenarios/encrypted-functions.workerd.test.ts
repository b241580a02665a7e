import { env } from "cloudflare:workers";
import type { SupabaseClient } from "@supabase/supabase-js";
import fc from "fast-check";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Env } from "../../src/compose.ts";
import { collection } from "../../src/schema/collection.ts";
import { clinic, patients } from "../apps/clinic.ts";
import { clientOf, noting, openClinic, people } from "./clinic.ts";
import { idOf } from "./scenario.ts";
import type { Stage } from "./stage.ts";

// Encrypted columns in functions and at sign-up; whatever text they hold.

let stage: Stage;
let ann: SupabaseClient;
/** Every parameter that has left for the database. */
const sent: unknown[] = [];
const bindings = { DB: noting(env.DB, sent) } as unknown as Partial<Env>;

beforeAll(async () => {
  stage = await openClinic({ bindings });
  ann = await clientOf(stage, "ann");
});

beforeEach(async () => {
  await stage.reset();
  sent.length = 0;
});

const doctor = people.ann.id;

describe("a function", () => {
  it("reads and filters in clear, writes many tables in one transaction, and gives rows", async () => {
    const made = await ann.rpc("register", { name: "Ola", phone: "111" });
    expect([made.error, made.data]).toEqual([
      null,
      expect.objectContaining({ name: "Ola", phone: "111", plan: "none yet" }),
    ]);
    expect((await ann.from("visits").select("report")).data).toEqual([{ report: "first of 111" }]);
    expect((await ann.rpc("register", { name: "Two", phone: "111" })).error).toMatchObject({
      code: "23505",
      details: null,
    });
    expect((await ann.from("visits").select("report")).data).toHaveLength(1);
    const found = await ann.rpc("of_doctor", { phone: "111" });
    expect(found.data).toEqual([expect.objectContaining({ name: "Ola", phone: "111" })]);
    expect((await ann.rpc("of_doctor", { phone: "2" })).data).toEqual([]);
  });

  it("gives rows that are shaped by the database, which does not see what is encrypted", async () => {
    await ann
      .from("patients")
      .insert([
        { id: idOf("e", 1), doctor, name: "Ola", phone: "111", history: { a: 1 } },
        { id: idOf("e", 2), doctor, name: "Per", diagnosis: 'flu "x"' },
      ])
      .throwOnError();
    await ann
      .from("visits")
      .insert({ patient: idOf("e", 1), day: "2026-01-01", report: "first" })
      .throwOnError();
    const path =
      "/rpc/of_doctor?select=name,phone,history,json:history::text,diagnosis,visits(report)&order=name&name=neq.x";
    const headers = await stage.credentials("ann");
    sent.length = 0;
    const { text } = await stage.fetch(new Request(`http://perigee.test/rest/v1${path}`, { headers }));
    expect(JSON.parse(text)).toEqual([
      { name: "Ola", phone: "111", history: { a: 1 }, json: '{"a":1}', diagnosis: null, visits: [{ report: "first" }] },
      { name: "Per", phone: null, history: null, json: null, diagnosis: 'flu "x"', visits: [] },
    ]);
    expect(JSON.stringify(sent)).toContain("Ola");
    for (const clear of ["111", "flu"]) expect(JSON.stringify(sent)).not.toContain(clear);
    expect((await ann.rpc("of_doctor").is("phone", null).select("name")).data).toEqual([{ name: "Per" }]);
    expect((await ann.rpc("of_doctor").eq("phone", "111").select("name")).error?.code).toBe("42883");
    const desk = await clientOf(stage, "dan");
    expect((await desk.rpc("of_doctor").select("name, phone").order("name")).data).toEqual([
      { name: "Ola", phone: null },
      { name: "Per", phone: null },
    ]);
  });

  it("gives the same in GraphQL", async () => {
    await ann
      .from("patients")
      .insert({ id: idOf("e", 1), doctor, name: "Ola", phone: "111", history: { a: 1 } })
      .throwOnError();
    const { text } = await stage.fetch(
      new Request("http://perigee.test/graphql/v1", {
        method: "POST",
        headers: { ...(await stage.credentials("ann")), "content-type": "application/json" },
        body: JSON.stringify({ query: "{ ofDoctor { edges { node { name phone history } } } }" }),
      }),
    );
    expect(JSON.parse(text)).toEqual({
      data: { ofDoctor: { edges: [{ node: { name: "Ola", phone: "111", history: '{"a":1}' } }] } },
    });
  });
});

it("holds whatever text and JSON there is", async () => {
  const text = fc.string({ unit: "grapheme", maxLength: 300 }).map((given) => given.replaceAll("\u0000", ""));
  const row = fc.record({ phone: text, history: fc.jsonValue(), name: fc.constantFrom("a", "pge1.x.y.z", '"') });
  let number = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 4 }), async (rows) => {
      const given = rows.map((each) => ({ ...each, phone: `${++number} ${each.phone}`, doctor }));
      const made = await ann.from("patients").insert(given).select("name, phone, history, doctor");
      expect(made.error).toBeNull();
      expect(made.data).toEqual(JSON.parse(JSON.stringify(given)));
      const [first] = given;
      const found = await ann
        .from("patients")
        .select("phone")
        .eq("phone", first?.phone ?? "");
      expect(found.data).toEqual([{ phone: first?.phone }]);
    }),
    { numRuns: 40 },
  );
});

it("sent to D1 is never a clear value, not even as a parameter", async () => {
  const headers = {
    ...(await stage.credentials("ann")),
    "content-type": "application/json",
    prefer: "return=representation",
  };
  const ask = async (method: string, path: string, body?: object) => {
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    return stage.fetch(new Request(`http://perigee.test/rest/v1/patients${path}`, init));
  };
  const asked = [
    await ask("POST", "", { doctor, name: "Ola", phone: "secret 1", history: ["secret 2"] }),
    await ask("GET", "?phone=eq.secret 1"),
    await ask("GET", "?phone=in.(secret 1,secret 3)"),
    await ask("PATCH", "?phone=eq.secret 1", { phone: "secret 4" }),
    await ask("DELETE", "?phone=eq.secret 4"),
  ];
  for (const { response, text } of asked) {
    expect(response.ok, text).toBe(true);
    expect(text).toContain("secret");
  }
  expect(sent.length).toBeGreaterThan(5);
  expect(JSON.stringify(sent)).not.toContain("secret");
});

it("is written at sign-up with the user's profile", async () => {
  const app = {
    ...clinic,
    name: "profiles",
    auth: {
      profile: {
        collection: collection(patients),
        values: ({ id, metadata }: { id: string; metadata: Readonly<Record<string, unknown>> }) => ({
          id,
          doctor,
          name: "Me",
          phone: metadata.phone,
        }),
      },
    },
  };
  const { fetch } = await openClinic({ app, tables: "kept", bindings });
  const { response } = await fetch(
    new Request("http://perigee.test/auth/v1/signup", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email: "me@example.com", password: "correct horse battery", data: { phone: "secret 5" } }),
    }),
  );
  expect(response.status).toBe(200);
  expect((await ann.from("patients").select("name, phone, plan")).data).toEqual([
    { name: "Me", phone: "secret 5", plan: "none yet" },
  ]);
  const kept = (await stage.rowsOf({ sql: "select phone from patients" })) as { phone: string }[];
  expect(kept[0]?.phone).toMatch(/^pge1\./);
});
