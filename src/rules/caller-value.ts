import { isJsonObject, type Json } from "../kernel/json.ts";
import type { Principal } from "../kernel/principal.ts";
import type { ColumnType, Stored } from "../schema/kinds/kind.ts";
import { parseJson, parseText } from "../schema/kinds/parse.ts";
import { timestampText } from "../schema/kinds/timestamp.ts";
import type { CallerOperand } from "./expression.ts";

/** What the caller's token says, in the stored form of the type it is compared with; null where it says nothing usable. */
export function callerValue(principal: Principal, operand: CallerOperand): Stored {
  if (operand.part !== undefined) return momentOfClaims(principal, operand);
  return storedClaim(claimAt(principal, operand.path), operand.type);
}

/** The usable elements of a claim that is an array; empty where it is none. */
export function callerList(principal: Principal, operand: CallerOperand): readonly Exclude<Stored, null>[] {
  const found = claimAt(principal, operand.path);
  if (!Array.isArray(found)) return [];
  if (operand.part === "methods") return methodsOf(found).map(({ method }) => method);
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

interface Method {
  readonly method: string;
  /** Seconds since 1970; null in the short form of RFC 8176, which lists names alone. */
  readonly timestamp: number | null;
}

function methodsOf(amr: readonly Json[]): readonly Method[] {
  return amr.flatMap((entry): readonly Method[] => {
    if (typeof entry === "string") return [{ method: entry, timestamp: null }];
    if (!isJsonObject(entry) || typeof entry.method !== "string") return [];
    const { method, timestamp } = entry;
    return [{ method, timestamp: typeof timestamp === "number" ? timestamp : null }];
  });
}

/** The latest time of the methods that are, or are not, a second factor; null where the token tells none. */
function momentOfClaims(principal: Principal, { path, part, type }: CallerOperand): Stored {
  const amr = claimAt(principal, path);
  if (!Array.isArray(amr)) return null;
  let latest: number | null = null;
  for (const { method, timestamp } of methodsOf(amr)) {
    if (timestamp === null || isSecondFactor(method) !== (part === "factorAt")) continue;
    if (latest === null || timestamp > latest) latest = timestamp;
  }
  if (latest === null || !(Math.abs(latest) <= maxSeconds)) return null;
  const parsed = parseText(timestampText(Math.floor(latest * 1000)), type);
  return parsed.ok ? parsed.value : null;
}

/** The year 9999, the last that timestamps have. */
const maxSeconds = 253_402_300_799;

/** As GoTrue names them: `totp`, `mfa/webauthn`, `mfa/phone`. */
function isSecondFactor(method: string): boolean {
  return method === "totp" || method.startsWith("mfa/");
}
