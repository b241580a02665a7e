/** An expected outcome: a value, or a reason why there is none. Exceptions are left to bugs and the platform. */
export type Result<T, E> = Ok<T> | Err<E>;

export interface Ok<T> {
  readonly ok: true;
  readonly value: T;
}

export interface Err<E> {
  readonly ok: false;
  readonly error: E;
}

/** A result that may be there at once: what is known already needs no promise, each of which costs a microsecond. */
export type Eventual<T, E> = Result<T, E> | Promise<Result<T, E>>;

export function ok<T>(value: T): Ok<T> {
  return { ok: true, value };
}

export function err<E>(error: E): Err<E> {
  return { ok: false, error };
}

/** Applies `step` to each item and stops at the first error; the values keep their order. */
export function collect<T, U, E>(items: readonly T[], step: (item: T, index: number) => Result<U, E>): Result<U[], E> {
  const values: U[] = [];
  for (const [index, item] of items.entries()) {
    const outcome = step(item, index);
    if (!outcome.ok) return outcome;
    values.push(outcome.value);
  }
  return ok(values);
}
