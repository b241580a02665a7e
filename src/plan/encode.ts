import type { Encoding } from "../schema/kinds/kind.ts";
import { type Sql, sql } from "../sql/fragment.ts";
import type { Slot } from "./slot.ts";

/** How a stored value leaves and enters the database, one entry an encoding. */
interface Codec {
  /** As a member of `json_object`. */
  readonly json: (stored: Sql<Slot>) => Sql<Slot>;
  /** As text: `col::text`. */
  readonly text: (stored: Sql<Slot>) => Sql<Slot>;
  /** From a bound value to what is stored. */
  readonly store: (bound: Sql<Slot>) => Sql<Slot>;
}

const same = (stored: Sql<Slot>): Sql<Slot> => stored;
const seconds = (stored: Sql<Slot>): Sql<Slot> => sql`strftime('%Y-%m-%dT%H:%M:%S+00:00', ${stored}, 'unixepoch')`;
const millis = (stored: Sql<Slot>): Sql<Slot> =>
  sql`rtrim(rtrim(strftime('%Y-%m-%dT%H:%M:%f', ${stored} / 1000.0, 'unixepoch'), '0'), '.') || '+00:00'`;
const hex = (stored: Sql<Slot>): Sql<Slot> =>
  sql`case when ${stored} is not null then '\\x' || lower(hex(${stored})) end`;

export const codecs: Readonly<Record<Encoding, Codec>> = {
  plain: { json: same, text: (stored) => sql`cast(${stored} as text)`, store: same },
  // SQLite writes 15 significant digits; where these are not the same number again, 17 are. Whole ten-thousandths below
  // 1e11 have 15 digits at most: they are told by arithmetic, where writing and reading a number costs ten times as much.
  real: {
    json: (stored) =>
      sql`case when round(${stored} * 10000) / 10000 is ${stored} and abs(${stored}) < 1e11 or cast(cast(${stored} as text) as real) is ${stored} then ${stored} else json(printf('%!.17g', ${stored})) end`,
    text: (stored) =>
      sql`case when cast(cast(${stored} as text) as real) is ${stored} then cast(${stored} as text) else printf('%!.17g', ${stored}) end`,
    store: same,
  },
  boolean: {
    json: (stored) => sql`json(case ${stored} when 1 then 'true' when 0 then 'false' end)`,
    text: (stored) => sql`case ${stored} when 1 then 'true' when 0 then 'false' end`,
    store: same,
  },
  // A row typed by hand may hold what is not JSON: it comes out as a string and does not fail the answer.
  json: {
    json: (stored) => sql`iif(json_valid(${stored}), json(${stored}), json_quote(${stored}))`,
    text: same,
    store: same,
  },
  "epoch-seconds": { json: seconds, text: seconds, store: same },
  "epoch-millis": { json: millis, text: millis, store: same },
  hex: {
    json: hex,
    text: hex,
    store: (bound) => sql`unhex(${bound})`,
  },
};
