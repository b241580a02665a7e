import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { expect, it } from "vitest";
import type { Write } from "../query/write.ts";
import { collection } from "../schema/collection.ts";
import { compileModel } from "../schema/compile.ts";
import type { Collection, Column } from "../schema/model.ts";
import { repeatedKeyFailure } from "./repeated-keys.ts";
import type { Cell } from "./request.ts";
import { splitRuns } from "./runs.ts";

const pets = sqliteTable("pets", { id: integer().primaryKey(), kind: text(), name: text().default("Rex") });
const table = [...compileModel([collection(pets)]).collections.values()][0] as Collection;
const columns = [...table.columns.values()];
const insert: Write = { kind: "insert", collection: table, columns, conflict: null, returning: null };
const update: Write = {
  kind: "update",
  collection: table,
  columns,
  where: null,
  order: [],
  limit: null,
  offset: null,
  returning: null,
};

function short(write: Write, rows: readonly (readonly Cell[])[]) {
  const names = (list: readonly Column[] = []): string => list.map((column) => column.name).join();
  return splitRuns(write, rows).map((run) => {
    if (run.write.kind === "delete") throw new TypeError("a delete has no rows");
    const defaults = run.write.kind === "update" ? names(run.write.defaults) : "";
    return [run.mask, names(run.write.columns), defaults, run.rows];
  });
}

it("leaves rows that give everything together, and the write as it is", () => {
  const [run, ...others] = splitRuns(insert, [[1, null, "a"]]);
  expect([run?.write, others]).toEqual([insert, []]);
});

it("splits an insert where rows leave other cells to their defaults, in their order", () => {
  const rows = [
    [1, "cat", "a"],
    [2, "dog", undefined],
    [3, null, undefined],
    [undefined, "cat", "b"],
    [5, "dog", "c"],
  ];
  expect(short(insert, rows)).toEqual([
    ["111", "id,kind,name", "", [[1, "cat", "a"]]],
    [
      "110",
      "id,kind",
      "",
      [
        [2, "dog"],
        [3, null],
      ],
    ],
    ["011", "kind,name", "", [["cat", "b"]]],
    ["111", "id,kind,name", "", [[5, "dog", "c"]]],
  ]);
});

it("sets the columns that an update leaves out to their defaults", () => {
  expect(short(update, [[undefined, "cat", undefined]])).toEqual([["010", "kind", "id,name", [["cat"]]]]);
});

it.each<readonly [readonly (readonly Cell[])[], boolean]>([
  [[[1, "cat", "a"]], false],
  [
    [
      [1, "cat", "a"],
      [2, "cat", "a"],
    ],
    false,
  ],
  [
    [
      [1, "cat", "a"],
      [2, "cat", "b"],
      ["01", "dog", "c"],
    ],
    true,
  ],
  [
    [
      [null, "cat", "a"],
      [null, "cat", "b"],
    ],
    false,
  ],
  [
    [
      [undefined, "cat", "a"],
      [undefined, "cat", "b"],
    ],
    false,
  ],
])("finds a key that is given twice to a merge: %j is %s", (rows, isRepeated) => {
  const merge: Write = { ...insert, conflict: { action: "merge", columns: ["id"] } };
  expect(repeatedKeyFailure(merge, rows) !== null).toBe(isRepeated);
  expect(repeatedKeyFailure({ ...insert, conflict: { action: "ignore", columns: ["id"] } }, rows)).toBeNull();
});
