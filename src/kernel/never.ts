/** Closes a union: a new arm that is not handled becomes a compile error here. */
export function unreachable(value: never): never {
  throw new TypeError(`unhandled case: ${JSON.stringify(value)}`);
}
