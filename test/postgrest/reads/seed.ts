import type { Seed } from "../../scenarios/scenario.ts";
import { rows } from "./rows.ts";
import { shelvesSeed } from "./seed-shelves.ts";
import { treesSeed } from "./seed-trees.ts";
import { workSeed } from "./seed-work.ts";

const fifteen = Array.from({ length: 15 }, (_, index) => [index + 1]);

/** The rows of PostgREST's fixtures. */
export const seed: Seed = {
  ...workSeed,
  ...treesSeed,
  ...shelvesSeed,
  items: rows("id", ...fifteen),
  simple_pk: rows("k extra", ["xyyx", "u"], ["xYYx", "v"]),
  no_pk: rows("a b", [null, null], ["1", "0"], ["2", "0"]),
  nullable_integer: rows("a", [null]),
  has_count_column: rows("count", [1]),
  chores: rows("id name done", [1, "take out the garbage", 1], [2, "do the laundry", 0], [3, "wash the dishes"]),
  json_table: rows("data", ['{"foo":{"bar":"baz"},"id":1}'], ['{"id":3}'], ['{"id":0}']),
  w_or_wo_comma_names: rows(
    "name",
    ["Hebdon, John"],
    ["Williams, Mary"],
    ["Smith, Joseph"],
    ["David White"],
    ["Larry Thompson"],
    ["Double O Seven(007)"],
    ['"'],
    ['Double"Quote"McGraw"'],
    ["\\"],
    ["/\\Slash/\\Beast/\\"],
  ),
  "Escap3e;": rows("so6meIdColumn", [1], [2], [3], [4], [5]),
  ghostBusters: rows("escapeId", [1], [3], [5]),
  "Server Today": [
    ["argnim1    ", " IBM,9113-550 (P5-550)"],
    ["argnim2    ", " IBM,9113-550 (P5-550)"],
    ["daaa2nim71 ", " IBM,9131-52A (P5-52A)"],
    ["daah3nim71 ", " IBM,8406-71Y (P7-PS701)"],
    ["hbnim1     ", " IBM,9133-55A (P5-55A)"],
  ].map(([host = "", model = ""]) => ({ cHostname: host, "Just A Server Model": model })),
  pgrst_reserved_chars: [1, 2, 3].map((n) => ({
    "*id*": n,
    ":arr->ow::cast": ` arrow-${n} `,
    "(inside,parens)": ` parens-${n} `,
    "a.dotted.column": ` dotted-${n} `,
    "  col  w  space  ": ` space-${n}`,
  })),
  items_with_different_col_types: rows("int_data", [1]),
  tsearch: rows(
    "text_search",
    ["It's kind of fun to do the impossible"],
    ["But also fun to do what is possible"],
    ["Fat cats ate rats"],
    ["C'est un peu amusant de faire l'impossible"],
    ["Es ist eine Art Spaß, das Unmögliche zu machen"],
  ),
};
