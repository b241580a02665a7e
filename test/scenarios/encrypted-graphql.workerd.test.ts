import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { clientOf, openClinic, people } from "./clinic.ts";
import { idOf } from "./scenario.ts";
import type { Stage } from "./stage.ts";

// Encrypted columns through GraphQL, and what HTTP adds to reads and writes.

let stage: Stage;

beforeAll(async () => {
  stage = await openClinic();
});

const id = idOf("e", 1);
const doctor = people.ann.id;

beforeEach(async () => {
  await stage.reset();
});

async function graph(query: string, variables: object = {}) {
  const { text } = await stage.fetch(
    new Request("http://perigee.test/graphql/v1", {
      method: "POST",
      headers: { ...(await stage.credentials("ann")), "content-type": "application/json" },
      body: JSON.stringify({ query, variables }),
    }),
  );
  return JSON.parse(text);
}

describe("GraphQL", () => {
  it("answers representations of a larger graph in clear, and takes no encrypted column as a key", async () => {
    await graph(
      `mutation ($rows: [PatientsInsertInput!]!) { insertIntoPatientsCollection(objects: $rows) { affectedCount } }`,
      { rows: [{ id, doctor, name: "Ola", phone: '1"1,1', history: '{"a":["]"]}' }] },
    );
    const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Patients { name phone history } } }`;
    const found = { name: "Ola", phone: '1"1,1', history: '{"a":["]"]}' };
    const known = [id, idOf("e", 9), id].map((each) => ({ __typename: "Patients", id: each }));
    expect((await graph(query, { of: known })).data._entities).toEqual([found, null, found]);
    const { data } = await graph("{ _service { sdl } }");
    expect(data._service.sdl).toMatch(
      /^type Patients implements Node @key\(fields: "id"\) @key\(fields: "nodeId"\) \{/m,
    );
  });

  it("writes, reads and filters in clear, at every level", async () => {
    const made = await graph(
      `mutation ($rows: [PatientsInsertInput!]!) {
        insertIntoPatientsCollection(objects: $rows) { records { name phone history plan } }
      }`,
      {
        rows: [
          { id, doctor, name: "Ola", phone: "111", history: '{"a":[1]}', diagnosis: "flu" },
          { doctor, name: "Per" },
        ],
      },
    );
    expect(made.data.insertIntoPatientsCollection.records).toEqual([
      { name: "Ola", phone: "111", history: '{"a":[1]}', plan: "none yet" },
      { name: "Per", phone: null, history: null, plan: "none yet" },
    ]);
    const visit = await graph(
      `mutation ($patient: String!) {
        updatePatientsCollection(filter: { phone: { eq: "111" } }, set: { phone: "222" }, atMost: 5) { affectedCount records { phone } }
        insertIntoVisitsCollection(objects: [{ patient: $patient, day: "2026-01-01", report: "first" }]) { records { id report } }
      }`,
      { patient: id },
    );
    expect(visit).toEqual({
      data: {
        updatePatientsCollection: { affectedCount: 1, records: [{ phone: "222" }] },
        insertIntoVisitsCollection: { records: [{ id: 1, report: "first" }] },
      },
    });
    const read = await graph(`{
      patientsCollection(filter: { phone: { in: ["222"] } }, first: 5) {
        edges { node { name phone diagnosis visitsCollection { edges { node { report patients { phone } } } } } }
        totalCount
      }
    }`);
    expect(read.data.patientsCollection).toEqual({
      edges: [
        {
          node: {
            name: "Ola",
            phone: "222",
            diagnosis: "flu",
            visitsCollection: { edges: [{ node: { report: "first", patients: { phone: "222" } } }] },
          },
        },
      ],
      totalCount: 1,
    });
  });

  it("offers no more than there is", async () => {
    const fields = async (name: string): Promise<string[]> => {
      const { data } = await graph(`{ __type(name: "${name}") { inputFields { name } } }`);
      return data.__type.inputFields.map((field: { name: string }) => field.name).sort();
    };
    expect(await fields("EncryptedStringFilter")).toEqual(["eq", "in", "is", "neq"]);
    expect(await fields("EncryptedFilter")).toEqual(["is"]);
    expect(await fields("PatientsOrderBy")).toEqual(["doctor", "id", "name"]);
    expect(await fields("PatientsInsertInput")).toEqual([
      "diagnosis",
      "doctor",
      "history",
      "id",
      "name",
      "phone",
      "plan",
    ]);
    const refused = await graph(
      `{ patientsCollection(filter: { diagnosis: { eq: "flu" } }) { edges { node { name } } } }`,
    );
    expect(refused.errors[0].message).toContain('Field "eq" is not defined by type "EncryptedFilter"');
  });
});

describe("If-Match", () => {
  it("compares what was read in clear with what is kept", async () => {
    const ann = await clientOf(stage, "ann");
    await ann.from("patients").insert({ id, doctor, name: "Ola", phone: "111" }).throwOnError();
    const ask = async (method: string, headers: Readonly<Record<string, string>>, body?: object) =>
      stage.fetch(
        new Request(`http://perigee.test/rest/v1/patients?id=eq.${id}&select=name,phone`, {
          method,
          headers: { ...(await stage.credentials("ann")), "content-type": "application/json", ...headers },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      );
    const read = await ask("GET", {});
    const etag = read.response.headers.get("etag") ?? "";
    expect((await ask("GET", { "if-none-match": etag })).response.status).toBe(304);
    expect((await ask("PATCH", { "if-match": etag }, { phone: "222" })).response.status).toBe(204);
    expect((await ask("PATCH", { "if-match": etag }, { phone: "333" })).response.status).toBe(412);
    expect((await ann.from("patients").select("phone")).data).toEqual([{ phone: "222" }]);
  });

  it("tx=rollback is refused, and nothing is kept", async () => {
    const headers = { ...(await stage.credentials("ann")), "content-type": "application/json", prefer: "tx=rollback" };
    const body = JSON.stringify({ doctor, name: "Ola", phone: "111" });
    const { text } = await stage.fetch(
      new Request("http://perigee.test/rest/v1/patients", { method: "POST", headers, body }),
    );
    expect(JSON.parse(text).code).toBe("0A000");
    expect(await stage.rowsOf({ sql: "select * from patients" })).toEqual([]);
  });
});

it("text is what was written, JSON as its text", async () => {
  const ann = await clientOf(stage, "ann");
  await ann
    .from("patients")
    .insert({ id, doctor, name: "Ola", phone: "1~", history: { a: "~" } })
    .throwOnError();
  const read = await ann.from("patients").select("phone, asText:phone::text, history, json:history::text");
  expect(read.data).toEqual([{ phone: "1~", asText: "1~", history: { a: "~" }, json: '{"a":"~"}' }]);
});
