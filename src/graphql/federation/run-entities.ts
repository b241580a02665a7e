import type { Context } from "../../engine/request.ts";
import type { Json } from "../../kernel/json.ts";
import { jsonItems } from "../../kernel/json-items.ts";
import type { GraphError } from "../errors.ts";
import type { Variables } from "../given.ts";
import type { EntitiesRoot } from "../operation.ts";
import { resolveFields } from "../resolve.ts";

export interface EntitiesAnswered {
  readonly text: string;
  readonly errors: readonly GraphError[];
}

/** Puts the rows of all groups, each a JSON array, in the places where they were asked for. */
export async function gatherEntities(
  { key, count, groups }: EntitiesRoot,
  read: readonly string[],
  { variables, context }: { readonly variables: Variables; readonly context: Context },
): Promise<EntitiesAnswered> {
  const texts = new Array<string>(count(variables)).fill("null");
  const errors: GraphError[] = [];
  for (const { member, places, resolvers } of groups) {
    const rows = jsonItems(read[member] ?? "[]");
    const own = new Array<string>(texts.length).fill("null");
    for (const [index, place] of places(variables).entries()) own[place] = rows[index] ?? "null";
    if (resolvers.length > 0) {
      const data = `{${JSON.stringify(key)}:[${own.join()}]}`;
      const resolved = await resolveFields({ data, errors: [] }, resolvers, context);
      const made: Readonly<Record<string, readonly Json[]>> = JSON.parse(resolved.data);
      for (const [index, row] of (made[key] ?? []).entries()) own[index] = JSON.stringify(row);
      errors.push(...resolved.errors);
    }
    for (const [index, row] of own.entries()) if (row !== "null") texts[index] = row;
  }
  return { text: `[${texts.join()}]`, errors };
}
