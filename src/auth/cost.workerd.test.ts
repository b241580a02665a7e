import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { freshAuth, signedUp } from "./test-auth.ts";

// What verification costs beside the cheapest thing that a request can want of the database.

it("a token that was seen before costs less than a fiftieth of a point read", async () => {
  const { auth } = await freshAuth();
  const { accessToken, user } = await signedUp(auth);
  const headers = new Headers({ authorization: `Bearer ${accessToken}` });
  expect(await auth.authenticate(headers)).toMatchObject({ ok: true });
  const point = env.DB.prepare(`select "role" from "auth_users" where "id" = ?`).bind(user.id);
  const microseconds = async (turns: number, work: () => unknown) => {
    const startedAt = performance.now();
    for (let turn = 0; turn < turns; turn++) await work();
    return ((performance.now() - startedAt) * 1000) / turns;
  };
  await microseconds(2_000, () => auth.authenticate(headers));
  const [seen, read] = [
    await microseconds(20_000, () => auth.authenticate(headers)),
    await microseconds(300, () => point.all()),
  ];
  console.log(
    `seen before: ${seen.toFixed(2)} µs; point read: ${read.toFixed(0)} µs; ${((seen / read) * 100).toFixed(2)} %`,
  );
  expect(seen / read).toBeLessThan(0.02);
});
