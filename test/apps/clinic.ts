import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import * as z from "zod";
import { type App, defineApp } from "../../src/define.ts";
import { insert } from "../../src/functions/change.ts";
import { defineFunction } from "../../src/functions/define.ts";
import { rowOf, rowsOf } from "../../src/functions/returns.ts";
import { always, caller, eq } from "../../src/rules/condition.ts";
import { allow, rulesFor } from "../../src/rules/grant.ts";
import { collection } from "../../src/schema/collection.ts";
import { json, randomUuid, uuid } from "../../src/schema/columns.ts";
import { encrypted } from "../../src/schema/encrypted.ts";

// For tests alone: patients whose data nobody may read in the database.

export const patients = sqliteTable("patients", {
  id: uuid().primaryKey().default(randomUuid),
  doctor: text().notNull(),
  name: text().notNull(),
  phone: text(),
  phoneIndex: text("phone_index").unique(),
  /** Shown to the patient's doctor alone, and not to the front desk. */
  diagnosis: text(),
  history: json(),
  plan: text()
    .notNull()
    .$defaultFn(() => "none yet"),
});

/** Its key is counted by the table. */
export const visits = sqliteTable("visits", {
  id: integer().primaryKey({ autoIncrement: true }),
  patient: text()
    .notNull()
    .references(() => patients.id, { onDelete: "cascade" }),
  day: text().notNull(),
  report: text({ length: 200 }),
});

export const shares = sqliteTable(
  "shares",
  {
    patient: text()
      .notNull()
      .references(() => patients.id, { onDelete: "cascade" }),
    person: text().notNull(),
    reason: text(),
  },
  (table) => [primaryKey({ columns: [table.patient, table.person] })],
);

const ofDoctor = defineFunction({
  name: "of_doctor",
  description: "Patients of a doctor, as the service finds them",
  input: z.object({ phone: z.string().optional() }),
  returns: rowsOf(patients),
  access: ["doctor", "desk"],
  readOnly: true,
  runs: "service",
  run: async ({ phone }, { db }) => db.read(patients, phone === undefined ? {} : { where: eq(patients.phone, phone) }),
});

const register = defineFunction({
  name: "register",
  description: "A patient with a visit, or neither",
  input: z.object({ name: z.string(), phone: z.string() }),
  returns: rowOf(patients),
  access: ["doctor"],
  run: async ({ name, phone }, { db, caller: by }) => {
    const id = crypto.randomUUID();
    const [made] = await db.batch([
      insert(patients, { id, doctor: by.id ?? "", name, phone }, { returning: true }),
      insert(visits, { patient: id, day: "2026-01-01", report: `first of ${phone}` }),
    ]);
    return made.rows[0] ?? null;
  },
});

export const clinic: App = defineApp({
  name: "clinic",
  functions: [ofDoctor, register],
  collections: [
    collection(patients, {
      columns: {
        phone: encrypted({ equality: "phoneIndex" }),
        diagnosis: encrypted(),
        history: encrypted(),
        plan: encrypted(),
      },
    }),
    collection(visits, { columns: { report: encrypted() } }),
    collection(shares, { columns: { reason: encrypted() } }),
  ],
  roles: { desk: "authenticated", doctor: "authenticated" },
  rules: [
    rulesFor(patients, {
      select: [
        allow("doctor").when(eq(patients.doctor, caller.id)),
        allow("desk").when(always).only(patients.id, patients.name, patients.doctor),
        allow("desk").when(eq(patients.doctor, "desk")).only(patients.phone),
      ],
      insert: [allow("doctor").check(eq(patients.doctor, caller.id))],
      update: [allow("doctor").when(eq(patients.doctor, caller.id))],
      delete: [allow("doctor").when(eq(patients.doctor, caller.id))],
    }),
    rulesFor(visits, { select: [allow("doctor")], insert: [allow("doctor")], update: [allow("doctor").when(always)] }),
    rulesFor(shares, { select: [allow("doctor")] }),
  ],
});
