import { expect, it } from "vitest";
import { textStream } from "./text-stream.ts";

async function pieces(text: string): Promise<readonly Uint8Array[]> {
  const all: Uint8Array[] = [];
  for await (const piece of textStream(text)) all.push(piece);
  return all;
}

it.each([
  ["nothing", "", 0],
  ["a little", "ä", 1],
  ["a piece", "x".repeat(65_536), 1],
  ["more", "x".repeat(65_537), 2],
  ["a character on every seam", "😀x".repeat(100_000), 5],
  ["a character just on the seam", `${"x".repeat(65_535)}😀${"y".repeat(65_534)}😀`, 3],
  ["halves of characters", `${"x".repeat(65_535)}\ud83d`, 1],
])("gives the whole text, in pieces: %s", async (_, text, count) => {
  const all = await pieces(text);
  expect(Buffer.concat(all).toString("utf8")).toBe(text.toWellFormed());
  expect(all).toHaveLength(count);
  for (const piece of all) expect(piece.byteLength).toBeLessThanOrEqual(65_536 * 3);
});

it("makes a piece only when one is asked for, and no more after it is left", async () => {
  const text = "x".repeat(10 * 65_536);
  const reader = textStream(text).getReader();
  const first = await reader.read();
  expect(first.value?.byteLength).toBe(65_536);
  await reader.cancel();
  expect(await reader.read()).toEqual({ done: true, value: undefined });
});
