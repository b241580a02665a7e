import fc from "fast-check";
import { expect, it } from "vitest";
import { utf8 } from "../kernel/bytes.ts";
import { inOrder } from "./order-rows.ts";

type Row = Readonly<Record<string, string | number | null>>;

function sorted(values: readonly (string | number | null)[], descending: boolean, nulls: "first" | "last") {
  const rows: Row[] = values.map((o0) => ({ o0 }));
  return inOrder(rows, [{ descending, nulls }]).map((row) => row.o0);
}

it.each([
  [false, "last", [1, 2, 10, "A", "a", null]],
  [true, "first", [null, "a", "A", 10, 2, 1]],
  [false, "first", [null, 1, 2, 10, "A", "a"]],
  [true, "last", ["a", "A", 10, 2, 1, null]],
] as const)("sorts as SQLite does: descending %s, nulls %s", (descending, nulls, expected) => {
  expect(sorted(["a", 10, null, "A", 2, 1], descending, nulls)).toEqual(expected);
});

it("sorts by one term after the other, and leaves equal rows as they are", () => {
  const rows = [
    { o0: 1, o1: "b", j: "1" },
    { o0: 0, o1: "b", j: "2" },
    { o0: 1, o1: "a", j: "3" },
    { o0: 1, o1: "b", j: "4" },
  ];
  const order = [
    { descending: true, nulls: "last" },
    { descending: false, nulls: "last" },
  ] as const;
  expect(inOrder(rows, order).map((row) => row.j)).toEqual(["3", "1", "4", "2"]);
});

it("leaves rows alone without an order", () => {
  const rows = [{ o0: 2 }, { o0: 1 }];
  expect(inOrder(rows, [])).toBe(rows);
});

it("compares text by its bytes, where UTF-16 sorts otherwise", () => {
  expect(sorted(["\u{1F600}", "\uFFFD", "z"], false, "last")).toEqual(["z", "\uFFFD", "\u{1F600}"]);
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "grapheme" })), (texts) => {
      const bytes = (text: string): string => [...utf8(text)].map((byte) => String.fromCharCode(byte)).join("");
      const expected = texts.map(bytes).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
      expect(sorted(texts, false, "last").map((text) => bytes(String(text)))).toEqual(expected);
    }),
  );
});
