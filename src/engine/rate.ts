import { serviceRole } from "../kernel/principal.ts";
import type { Roles } from "../rules/roles.ts";

/** How many requests in how long. */
export interface RateOption {
  readonly requests: number;
  readonly windowSeconds: number;
}

/** By role: one without an entry has that of the role that it extends. The service key has none but its own. */
export type RateOptions = Readonly<Record<string, RateOption>>;

export interface Rate extends RateOption {
  /** The role that it was declared for. */
  readonly name: string;
}

/** Null for a role without a limit. */
export type RateOf = (role: string) => Rate | null;

/** Null where nothing is declared. Throws TypeError for a role that does not exist and for what is no positive integer. */
export function resolveRates(options: RateOptions | undefined, roles: Roles): RateOf | null {
  if (options === undefined || Object.keys(options).length === 0) return null;
  const declared = new Map<string, Rate>();
  for (const [name, { requests, windowSeconds }] of Object.entries(options)) {
    if (name !== serviceRole && !roles.has(name)) throw new TypeError(`limits.rate.${name}: there is no such role`);
    for (const number of [requests, windowSeconds]) {
      if (Number.isSafeInteger(number) && number > 0) continue;
      throw new TypeError(`limits.rate.${name}: requests and windowSeconds must be positive integers`);
    }
    declared.set(name, { name, requests, windowSeconds });
  }
  const own = new Map<string, Rate>();
  for (const [role, chain] of [...roles, [serviceRole, new Set([serviceRole])] as const]) {
    const nearest = [...chain].find((name) => declared.has(name));
    const rate = nearest === undefined ? undefined : declared.get(nearest);
    if (rate !== undefined) own.set(role, rate);
  }
  return (role) => own.get(role) ?? null;
}
