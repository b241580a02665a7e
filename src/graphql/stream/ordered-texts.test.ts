import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { watermark } from "../../kernel/watermark.ts";
import { OrderedTexts } from "./ordered-texts.ts";

function listen(): { readonly said: string[]; readonly texts: OrderedTexts } {
  const said: string[] = [];
  const texts = new OrderedTexts({
    tell: (text) => {
      if (text === "bad") throw new Error("the socket is gone");
      said.push(text);
    },
    overran: (sequence) => said.push(`reset ${sequence}`),
    onFault: () => said.push("fault"),
  });
  return { said, texts };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

describe("texts", () => {
  it("are told in the order in which they were announced, whichever is there first", async () => {
    const order = fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 });
    await fc.assert(
      fc.asyncProperty(order, async (ready) => {
        const { said, texts } = listen();
        const waiting = ready.toSorted().map((at) => {
          const { promise, resolve } = Promise.withResolvers<string>();
          texts.add(promise, watermark(at));
          return () => resolve(String(at));
        });
        for (const at of ready) {
          waiting[at]?.();
          await settled();
        }
        expect(said).toEqual(["0", "1", "2", "3", "4"]);
      }),
      { numRuns: 20 },
    );
  });

  it("that do not come take all with them that were announced by then, and those after go on", async () => {
    const { said, texts } = listen();
    texts.add(Promise.resolve("a"), watermark(1));
    texts.add(Promise.reject(new Error("overrun")), watermark(2));
    texts.add(Promise.resolve("b"), watermark(3));
    await settled();
    texts.add(Promise.resolve("c"), watermark(4));
    await settled();
    expect(said).toEqual(["a", "reset 3", "c"]);
  });

  it("are not told once they are dropped", async () => {
    const { said, texts } = listen();
    texts.add(Promise.resolve("a"), watermark(1));
    texts.add(Promise.reject(new Error("overrun")), watermark(2));
    texts.drop();
    await settled();
    expect(said).toEqual([]);
  });

  it("that cannot be told are a fault, and hold up none after them", async () => {
    const { said, texts } = listen();
    texts.add(Promise.resolve("bad"), watermark(1));
    texts.add(Promise.resolve("a"), watermark(2));
    await settled();
    expect(said).toEqual(["fault", "a"]);
  });
});
