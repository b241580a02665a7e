import { fixtures } from "./app.ts";
import { given } from "./call-arguments.ts";
import { failing, unknowns } from "./call-failures.ts";
import { pages } from "./call-pages.ts";
import { shaped } from "./call-rows.ts";
import { returned } from "./call-values.ts";
import { exchanged, media } from "./exchange-cases.ts";
import { replay } from "./replay.ts";
import { people, seed } from "./seed.ts";

replay(
  { app: fixtures, seed, people },
  {
    "a page": pages,
    "what is unknown": unknowns,
    "a row": shaped,
    "a value": returned,
    "an argument": given,
    "a failure": failing,
    "an exchange": exchanged,
    "a media type": media,
  },
);
