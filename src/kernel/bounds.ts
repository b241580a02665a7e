/**
 * Bounds of a definition, each where it is given, else its default. `where` is what errors call them: `live.limits`.
 *
 * @throws TypeError for a name that does not exist, and for what is not a positive integer
 */
export function resolveBounds<Bounds extends { readonly [Name in keyof Bounds]: number }>(
  where: string,
  defaults: Bounds,
  options: Partial<Bounds>,
): Bounds {
  for (const [name, bound] of Object.entries(options)) {
    if (!Object.hasOwn(defaults, name)) throw new TypeError(`${where}.${name} does not exist`);
    if (!Number.isSafeInteger(bound) || Number(bound) <= 0) {
      throw new TypeError(`${where}.${name} must be a positive integer`);
    }
  }
  return { ...defaults, ...options };
}
