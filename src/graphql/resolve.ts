import type { Context } from "../engine/request.ts";
import { isJsonObject, type Json } from "../kernel/json.ts";
import type { ResolverPlace } from "./compiling.ts";
import type { ResolverCall } from "./define.ts";
import type { GraphError } from "./errors.ts";
import { resolvedTypes } from "./row-type.ts";
import type { Executed } from "./runner.ts";

type Holder = Record<string, Json>;

/**
 * Fields that TypeScript makes: where one stands, the database has left the columns that it needs. Operations without such
 * a field never come here, and their text stays text.
 */
export async function resolveFields(
  executed: Executed,
  places: readonly ResolverPlace[],
  context: Context,
): Promise<Executed> {
  const data: Json = JSON.parse(executed.data);
  const errors: GraphError[] = [...executed.errors];
  const call: ResolverCall = { caller: context.principal, now: context.now };
  for (const place of places) {
    const found = [...holders(data, place.path.slice(0, -1), [])];
    const key = place.path.at(-1) ?? "";
    await Promise.all(
      found.map(async ({ holder, path }) => {
        const row = holder[key];
        if (row === undefined || !isJsonObject(row)) return;
        try {
          const made = (await place.field.resolve(row, call)) ?? null;
          holder[key] = made === null ? null : (resolvedTypes[place.field.type].serialize(made) as Json);
        } catch {
          holder[key] = null;
          errors.push({
            message: "internal error",
            path: [...path, key],
            extensions: { code: "PER500", details: `request ${context.requestId ?? ""}` },
          });
        }
      }),
    );
  }
  return { data: JSON.stringify(data), errors };
}

interface Found {
  readonly holder: Holder;
  readonly path: readonly (string | number)[];
}

/** Every object that a path leads to, through all items of lists. */
function* holders(json: Json, steps: readonly (string | null)[], path: Found["path"]): Generator<Found> {
  const [step, ...rest] = steps;
  if (step === undefined) {
    if (isJsonObject(json)) yield { holder: json as Holder, path };
    return;
  }
  if (step === null) {
    if (!Array.isArray(json)) return;
    for (const [index, item] of json.entries()) yield* holders(item, rest, [...path, index]);
    return;
  }
  const inner = isJsonObject(json) ? json[step] : undefined;
  if (inner !== undefined) yield* holders(inner, rest, [...path, step]);
}
