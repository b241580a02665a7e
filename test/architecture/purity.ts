import { isRecord, type SyntaxNode } from "./source-file.ts";

/** What a pure function does not reach for: `this`, clocks, chance, network. Null where the node is none of it. */
export function impurity(node: SyntaxNode): string | null {
  if (node.type === "ThisExpression") return "this";
  if (node.type === "NewExpression" && nameOf(node.raw.callee) === "Date" && isEmpty(node.raw.arguments)) {
    return "new Date()";
  }
  if (node.type === "CallExpression" && globals.has(nameOf(node.raw.callee) ?? "")) return nameOf(node.raw.callee);
  if (node.type !== "MemberExpression") return null;
  const member = `${nameOf(node.raw.object)}.${nameOf(node.raw.property)}`;
  return members.test(member) ? member : null;
}

const globals: ReadonlySet<string> = new Set(["fetch", "setTimeout", "setInterval"]);
const members = /^(?:Date\.now|Math\.random|performance\.now|crypto\.\w+|console\.\w+)$/;

function nameOf(value: unknown): string | null {
  return isRecord(value) && value.type === "Identifier" && typeof value.name === "string" ? value.name : null;
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
