import { type App, defineApp } from "../../src/define.ts";
import { collection } from "../../src/schema/collection.ts";
import { rows } from "./library-rows.ts";
import { authors, books, loans, rules } from "./library-schema.ts";
import { values } from "./library-values.ts";
import { writes } from "./library-writes.ts";

export const library: App = defineApp({
  name: "Library",
  collections: [collection(authors), collection(books, { columns: { shelf: { hidden: true } } }), collection(loans)],
  rules,
  roles: { librarian: "authenticated" },
  functions: [...values, ...rows, ...writes],
});
