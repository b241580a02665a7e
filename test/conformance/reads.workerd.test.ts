import { studio } from "../apps/studio.ts";
import { play } from "../scenarios/play.ts";
import { aggregates } from "./read-aggregate.ts";
import { casts } from "./read-cast.ts";
import { embeds } from "./read-embed.ts";
import { embedRows } from "./read-embed-rows.ts";
import { embedWindows } from "./read-embed-window.ts";
import { errors } from "./read-error.ts";
import { filters } from "./read-filter.ts";
import { formats } from "./read-format.ts";
import { hoisted } from "./read-hoisted.ts";
import { logic } from "./read-logic.ts";
import { operands } from "./read-operand.ts";
import { options } from "./read-options.ts";
import { order } from "./read-order.ts";
import { pages } from "./read-page.ts";
import { patterns } from "./read-pattern.ts";
import { select } from "./read-select.ts";
import { spreads } from "./read-spread.ts";
import { unseen } from "./read-unseen.ts";
import { people, seed } from "./studio-seed.ts";

play(
  { app: studio, seed, people },
  {
    "a filter": filters,
    "a pattern, and any and all": patterns,
    "what is compared with": operands,
    "and, or, not": logic,
    "a column": select,
    "an embed": embeds,
    "the rows of an embed": embedRows,
    "an embed that is filtered, ordered and cut off": embedWindows,
    "a spread": spreads,
    "an aggregate": aggregates,
    "an aggregate in a spread, or of a cast": hoisted,
    "a cast": casts,
    "an order": order,
    "a page": pages,
    "a format": formats,
    "what the caller does not see": unseen,
    "what cannot be read": errors,
    OPTIONS: options,
  },
);
