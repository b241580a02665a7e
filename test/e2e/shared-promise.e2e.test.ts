import { afterAll, beforeAll, expect, it } from "vitest";
import { bundle } from "../../bench/bundle.ts";
import { type Side, startSide } from "../../bench/side.ts";

let side: Side;

beforeAll(async () => {
  const script = await bundle(new URL("./shared-promise-worker.ts", import.meta.url));
  side = await startSide({ name: "shared promises", script });
});

afterAll(async () => {
  await side?.stop();
});

it("A request that waits for another's promise goes on as itself, when its code is compiled too", async () => {
  const url = `http://${side.host}:${side.port}/`;
  await (await fetch(url, { method: "PUT" })).text();
  const wrong: unknown[] = [];
  for (let round = 0; round < 60; round++) {
    const bodies = Array.from({ length: 16 }, (_, place) => `body ${round} ${place}`);
    const answers = await Promise.all(
      bodies.map(async (body) => (await fetch(url, { method: "POST", body })).text().catch(String)),
    );
    wrong.push(...answers.filter((answer, place) => answer !== bodies[place]));
  }
  expect(wrong).toEqual([]);
});
