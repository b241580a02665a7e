import { clinic } from "../apps/clinic.ts";
import { people } from "./clinic.ts";
import { play } from "./play.ts";
import { idOf, type Scenario } from "./scenario.ts";

// The SQL of encrypted columns: what the database is asked to do with what it cannot read, and in how many round trips.

const id = idOf("e", 1);
const doctor = people.ann.id;
const row = { id, doctor, name: "Ola", phone: "1" };
const representation = { prefer: "return=representation" };

const writes: readonly Scenario[] = [
  {
    name: "the first value of an isolate reads its keys, or makes them, and counts values ahead",
    who: "ann",
    request: "POST /patients?select=name,phone",
    headers: representation,
    body: row,
    status: 201,
    answer: [{ name: "Ola", phone: "1" }],
    roundTrips: 4,
  },
  {
    name: "an insert is one round trip",
    who: "ann",
    request: "POST /patients?select=name,phone",
    headers: representation,
    body: row,
    status: 201,
    answer: [{ name: "Ola", phone: "1" }],
    effects: [{ sql: "select phone like 'pge1.%' as sealed from patients", rows: [{ sealed: 1 }] }],
  },
  {
    name: "a merge by the key is one round trip",
    who: "ann",
    request: "POST /patients",
    headers: { prefer: "resolution=merge-duplicates" },
    body: row,
    status: 201,
  },
  {
    name: "a counted key is counted before",
    who: "service",
    request: "POST /visits",
    body: { patient: id, day: "2026-01-01", report: "x" },
    status: 409,
    answer: {
      code: "23503",
      details: `Key (patient)=(${id}) is not present in table "patients".`,
      hint: null,
      message: 'insert or update on table "visits" violates foreign key constraint "visits_patient_fkey"',
    },
    roundTrips: 4,
  },
  {
    name: "an update of encrypted columns asks for its rows before",
    who: "ann",
    request: "PATCH /patients?phone=eq.1",
    headers: representation,
    body: { phone: "2", name: "x" },
    status: 200,
    answer: [],
    roundTrips: 2,
  },
  {
    name: "unless its filter names the key",
    who: "ann",
    request: `PATCH /patients?id=eq.${id}&name=neq.x`,
    body: { phone: "2" },
    status: 204,
  },
  {
    name: "an update of other columns does not",
    who: "ann",
    request: "PATCH /patients?phone=eq.1",
    body: { name: "x" },
    status: 204,
  },
  { name: "a delete by the blind index", who: "ann", request: "DELETE /patients?phone=in.(1,2)", status: 204 },
];

const reads: readonly Scenario[] = [
  {
    name: "all columns, and an embed",
    who: "ann",
    request: "GET /patients?select=*,visits(report)&order=name",
    status: 200,
    answer: [],
  },
  {
    name: "a masked column, its blind index masked with it",
    who: "dan",
    request: "GET /patients?select=name,phone&phone=eq.1",
    status: 200,
    answer: [],
  },
  { name: "a key of several columns", who: "service", request: "GET /shares?select=reason", status: 200, answer: [] },
  { name: "without encrypted columns", who: "ann", request: "GET /patients?select=name", status: 200, answer: [] },
];

play(
  { app: clinic, seed: { patients: [], visits: [], shares: [] }, people },
  { "a write of encrypted columns": writes, "a read of encrypted columns": reads },
);
