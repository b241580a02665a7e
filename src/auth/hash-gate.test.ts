import { expect, it } from "vitest";
import { hashGate } from "./hash-gate.ts";

it("runs one after the other and refuses past its bound", async () => {
  const gate = hashGate({ maxWaiting: 3, leaseMs: 1000, clock: () => 0 });
  const outcomes = await Promise.all([1, 2, 3, 4].map((number) => gate(() => number)));
  expect(outcomes).toEqual([
    { ok: true, value: 1 },
    { ok: true, value: 2 },
    { ok: true, value: 3 },
    { ok: false, error: "busy" },
  ]);
  expect(await gate(() => 5)).toEqual({ ok: true, value: 5 });
});

it("gives a place back after a throw, and after its lease where nobody does", async () => {
  let now = 0;
  const gate = hashGate({ maxWaiting: 1, leaseMs: 1000, clock: () => now });
  await expect(
    gate(() => {
      throw new Error("x");
    }),
  ).rejects.toThrow("x");
  const abandoned = gate(() => 1);
  expect(await gate(() => 2)).toMatchObject({ ok: false });
  now = 1000;
  expect(await gate(() => 3)).toMatchObject({ ok: true });
  await abandoned;
});
