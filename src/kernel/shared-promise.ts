/**
 * A promise that other requests than the one which settles it may wait for.
 *
 * Workers continue a waiting request in its own context, where its own I/O is, by a mark that each promise bears of the
 * request it was made in. Where the optimising compilers make a promise themselves, as that of an async function, it bears
 * none (workerd 1.20260815.1, `patches/v8`: both write a zero there): a request that waits for such a promise of another's
 * goes on in the other's context, and fails with "Cannot perform I/O on behalf of a different request". `withResolvers` is
 * a call that they do not take apart. `test/e2e/shared-promise.e2e.test.ts` holds it to that.
 */
export function sharedPromise<T>(): PromiseWithResolvers<T> {
  return Promise.withResolvers();
}
