import { isJsonObject, type Json } from "../kernel/json.ts";
import type { Principal } from "../kernel/principal.ts";
import type { ColumnType, Stored } from "../schema/kinds/kind.ts";
import { parseJson } from "../schema/kinds/parse.ts";
import type { CallerOperand } from "./expression.ts";

/** What the caller's token says, in the stored form of the type it is compared with; null where it says nothing usable. */
export function callerValue(principal: Principal, operand: CallerOperand): Stored {
  return storedClaim(claimAt(principal, operand.path), operand.type);
}

/** The usable elements of a claim that is an array; empty where it is none. */
export function callerList(principal: Principal, operand: CallerOperand): readonly Exclude<Stored, null>[] {
  const found = claimAt(principal, operand.path);
  if (!Array.isArray(found)) return [];
  return found.map((item: Json) => storedClaim(item, operand.type)).filter((item) => item !== null);
}

function claimAt(principal: Principal, path: readonly string[]): Json | undefined {
  if (path.length === 1 && path[0] === "sub") return principal.id;
  if (path.length === 1 && path[0] === "role") return principal.role;
  let value: Json | undefined = principal.claims;
  for (const step of path) {
    value = isJsonObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  }
  return value;
}

function storedClaim(claim: Json | undefined, type: ColumnType): Stored {
  if (claim === undefined || claim === null || typeof claim === "object") return null;
  const parsed = parseJson(claim, type);
  return parsed.ok ? parsed.value : null;
}
