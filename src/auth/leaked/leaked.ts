import { fromBase64Url } from "../../kernel/bytes.ts";
import { type Filter, isInFilter } from "./filter.ts";
import { leakedPasswords } from "./list.ts";

let filter: Filter | null = null;

/**
 * Whether the password is one of the 20,000 that leaks hold most often, whatever its case. Nothing leaves the worker; one
 * in two thousand other passwords is taken for one of them.
 */
export function isLeaked(password: string): boolean {
  filter ??= { bits: fromBase64Url(leakedPasswords) ?? new Uint8Array() };
  return filter.bits.length > 0 && isInFilter(filter, password.toLowerCase());
}
