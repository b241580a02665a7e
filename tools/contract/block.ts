import { key } from "./column-type.ts";

/** Members of an object type: a type's text, or members of their own. */
export type Block = readonly (readonly [name: string, type: string | Block])[];

/** An object type, its members in the order given, one a line. */
export function blockText(block: Block, depth: number): string {
  const indent = "  ".repeat(depth);
  if (block.length === 0) return `{\n${indent}  [_ in never]: never;\n${indent}}`;
  const lines = block.map(
    ([name, type]) => `${indent}  ${name}: ${typeof type === "string" ? type : blockText(type, depth + 1)};\n`,
  );
  return `{\n${lines.join("")}${indent}}`;
}

/** Members under names of the definition, in the order of their names. */
export function named(members: Iterable<readonly [string, string | Block]>): Block {
  return [...members].sort(([left], [right]) => (left < right ? -1 : 1)).map(([name, type]) => [key(name), type]);
}
