import type { App } from "../../src/define.ts";
import { compileFunctions } from "../../src/functions/compile.ts";
import { compilePolicy } from "../../src/rules/policy.ts";
import { compileModel } from "../../src/schema/compile.ts";
import type { Model } from "../../src/schema/model.ts";
import { aliasText, jsonText } from "./aliases.ts";
import { type Block, blockText, named } from "./block.ts";
import { collectionType } from "./collection-type.ts";
import { columnTypeText } from "./column-type.ts";
import { functionType } from "./function-type.ts";

/** The dialect's version, by which supabase-js knows what a spread of many rows or an aggregate gives. */
const postgrestVersion = "14.1";

/**
 * The `Database` type of an application, as `createClient<Database>` of supabase-js takes it, with the aliases that the
 * Supabase CLI writes. The same definition gives the same text.
 *
 * @throws DefinitionError where the definition does not compile
 */
export function databaseType(app: App): string {
  const model = compileModel(app.collections);
  const roles = app.roles ?? {};
  const policy = compilePolicy(model, app.rules, roles);
  const functions = compileFunctions(model, app.functions ?? [], roles);
  const ofKind = (kind: "table" | "view"): Block =>
    named(
      [...model.collections.values()]
        .filter((collection) => collection.kind === kind)
        .map((collection) => [collection.name, collectionType(collection, policy)]),
    );
  const enums = [...enumsOf(model)];
  const database: Block = [
    ["__InternalSupabase", [["PostgrestVersion", JSON.stringify(postgrestVersion)]]],
    [
      "public",
      [
        ["Tables", ofKind("table")],
        ["Views", ofKind("view")],
        ["Functions", named([...functions.values()].map((fn) => [fn.name, functionType(fn)]))],
        ["Enums", named(enums.map(([name, { text }]) => [name, text]))],
        ["CompositeTypes", []],
      ],
    ],
  ];
  const lists = named(enums.map(([name, { list }]) => [name, list]));
  return [
    "// Made by npm run types, from the definition.",
    jsonText,
    `export type Database = ${blockText(database, 0)};`,
    aliasText,
    constantsText(lists),
  ]
    .join("\n\n")
    .concat("\n");
}

/** The values themselves, for a client's menus. */
function constantsText(lists: Block): string {
  const lines = lists.map(([name, list]) => `      ${name}: ${String(list)},\n`).join("");
  return `export const Constants = {\n  public: {\n    Enums: {${lines === "" ? "" : `\n${lines}    `}},\n  },\n} as const;`;
}

interface EnumText {
  readonly text: string;
  readonly list: string;
}

/** A column's enum has no name of its own: it is `<collection>_<column>`. Of two that would be called the same, the first. */
function enumsOf(model: Model): ReadonlyMap<string, EnumText> {
  const enums = new Map<string, EnumText>();
  for (const collection of model.collections.values()) {
    for (const { name, type, hidden, origin } of collection.columns.values()) {
      const full = `${collection.name}_${name}`;
      if (type.kind.name !== "enum" || hidden || origin !== null || enums.has(full)) continue;
      enums.set(full, {
        text: columnTypeText(type),
        list: `[${(type.values ?? []).map((value) => JSON.stringify(value)).join(", ")}]`,
      });
    }
  }
  return enums;
}
