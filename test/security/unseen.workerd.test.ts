import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { beforeAll, beforeEach, expect, it } from "vitest";
import { type App, defineApp } from "../../src/define.ts";
import { eq } from "../../src/rules/condition.ts";
import { allow, rulesFor } from "../../src/rules/grant.ts";
import { collection } from "../../src/schema/collection.ts";
import { idOf } from "../scenarios/scenario.ts";
import { openStage, type Stage } from "../scenarios/stage.ts";

// Rows that somebody may change but not see: `docs/definition.md` promises that no write touches them.

const notes = sqliteTable("notes", {
  id: integer().primaryKey(),
  text: text().notNull(),
  isOpen: integer("is_open", { mode: "boolean" }).notNull(),
});

const app: App = defineApp({
  name: "Notes",
  collections: [collection(notes)],
  rules: [
    rulesFor(notes, {
      select: [allow("authenticated").when(eq(notes.isOpen, true))],
      insert: [allow("authenticated")],
      update: [allow("authenticated")],
      delete: [allow("authenticated")],
    }),
  ],
});

const seed = {
  notes: [
    { id: 1, text: "open", is_open: 1 },
    { id: 2, text: "closed", is_open: 0 },
  ],
};
const people = { ada: { id: idOf("a", 1), role: "authenticated" } };
let stage: Stage;

beforeAll(async () => {
  stage = await openStage({ app, seed, people });
});

beforeEach(async () => {
  await stage.reset();
});

const writes = [
  ["an update by its key", "PATCH /notes?id=eq.2", { text: "taken" }, {}],
  ["an update of everything", "PATCH /notes", { text: "taken" }, {}],
  ["a delete of everything", "DELETE /notes", undefined, {}],
  ["an upsert", "POST /notes", { id: 2, text: "taken", is_open: true }, { prefer: "resolution=merge-duplicates" }],
  ["a PUT", "PUT /notes?id=eq.2", { id: 2, text: "taken", is_open: true }, {}],
] as const;

for (const [name, line, body, headers] of writes) {
  it(`${name} leaves a row alone that the caller does not see`, async () => {
    const [method, path] = line.split(" ");
    const credentials = await stage.credentials("ada");
    const answer = await stage.fetch(
      new Request(`http://perigee.test/rest/v1${path}`, {
        method: method ?? "",
        headers: { ...credentials, "content-type": "application/json", ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
    const said = `${answer.response.status} ${answer.text}`;
    expect(await stage.rowsOf({ sql: "select text from notes where id = 2" }), said).toEqual([{ text: "closed" }]);
  });
}
