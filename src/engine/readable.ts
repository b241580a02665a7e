import { sourceOf } from "../rules/secure.ts";
import type { EngineOptions } from "./options.ts";
import type { PartSource } from "./part.ts";

/** Whether the caller of a write may read these columns of its table on every row, so that a refusal may show them. */
export function isReadable(
  { prepared, bindings }: PartSource,
  names: readonly string[],
  { model, policy }: Pick<EngineOptions, "model" | "policy">,
): boolean {
  const { role } = bindings.context.principal;
  const seen = sourceOf(prepared.write.collection, { model, policy, role });
  if (!seen.ok) return names.length === 0;
  const { columns, masks } = seen.value;
  return names.every((name) => columns.some((column) => column.name === name) && !masks.has(name));
}

/** Of these columns those that the write does not give itself. */
export function notGiven({ prepared }: PartSource, names: readonly string[]): readonly string[] {
  return names.filter((name) => !prepared.cells.some((cell) => cell.column.name === name));
}
