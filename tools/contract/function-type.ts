import { type CompiledFunction, type CompiledInput, givesRows, type Output } from "../../src/functions/compile.ts";
import type { Block } from "./block.ts";
import { arrayOf, nullable } from "./column-type.ts";
import { schemaTypeText } from "./schema-type.ts";

export function functionType({ input, output }: CompiledFunction): Block {
  return [["Args", argumentsText(input)], ["Returns", returnsText(output)], ...setofOptions(output)];
}

/** The client sends an object: the named arguments, or the body itself where that is one. */
function argumentsText(input: CompiledInput): string {
  if (input.kind === "named") return input.parameters.size === 0 ? "never" : schemaTypeText(input.schema);
  if (input.type.name === "json") return "Record<string, unknown>";
  return `{ "": ${schemaTypeText(input.schema)} }`;
}

function returnsText(output: Output): string {
  if (output.kind === "void") return "undefined";
  if (!givesRows(output)) {
    const value = schemaTypeText(output.element.schema);
    return output.kind === "values" ? arrayOf(value) : value;
  }
  if (output.element !== null) {
    const row = schemaTypeText(output.element.schema);
    return output.kind === "rows" ? arrayOf(row) : row;
  }
  const { kind, name } = output.collection;
  const row = `Database["public"]["${kind === "view" ? "Views" : "Tables"}"][${JSON.stringify(name)}]["Row"]`;
  return output.kind === "rows" ? arrayOf(row) : nullable(row);
}

/** Of rows of a collection: what may be embedded into them. */
function setofOptions(output: Output): Block {
  if (!givesRows(output) || output.element !== null) return [];
  const isMany = output.kind === "rows";
  return [
    [
      "SetofOptions",
      [
        ["from", '"*"'],
        ["to", JSON.stringify(output.collection.name)],
        ["isOneToOne", String(!isMany)],
        ["isSetofReturn", String(isMany)],
      ],
    ],
  ];
}
