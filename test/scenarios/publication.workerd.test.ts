import { app } from "../../src/app/app.ts";
import { play } from "./play.ts";
import { changing } from "./publication-change.ts";
import { refused } from "./publication-error.ts";
import { filtering } from "./publication-filter.ts";
import { inserting } from "./publication-insert.ts";
import { paging } from "./publication-page.ts";
import { ruled } from "./publication-rule.ts";
import { people, seed } from "./publication-seed.ts";
import { selecting } from "./publication-select.ts";
import { viewing } from "./publication-view.ts";
import { visibility } from "./publication-visibility.ts";

play(
  { app, seed, people },
  {
    "a select": selecting,
    "a filter": filtering,
    "a page": paging,
    "a view": viewing,
    "what rules hide": visibility,
    "an insert": inserting,
    "a change": changing,
    "what rules refuse": ruled,
    "an error": refused,
  },
);
