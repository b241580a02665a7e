import { sharedPromise } from "../../src/kernel/shared-promise.ts";

/** One request settles it, all that come meanwhile wait for it, and then read their own bodies. */
let open: PromiseWithResolvers<number> | null = null;

/** So often that the compiler takes it for worth its while. */
function compile(): number {
  let made = 0;
  for (let count = 0; count < 1_000_000; count++) if (sharedPromise<number>().promise instanceof Promise) made += 1;
  return made;
}

async function settle(mine: PromiseWithResolvers<number>): Promise<void> {
  await scheduler.wait(2);
  if (open === mine) open = null;
  mine.resolve(1);
}

const worker: ExportedHandler = {
  async fetch(request, _env, ctx) {
    if (request.method === "PUT") return new Response(String(compile()));
    if (open === null) {
      open = sharedPromise();
      ctx.waitUntil(settle(open));
    }
    await open.promise;
    return new Response(await request.text());
  },
};
export default worker;
