import { oddities } from "../apps/oddities.ts";
import { sums } from "./oddities-aggregates.ts";
import { bounds } from "./oddities-bounds.ts";
import { values } from "./oddities-kinds.ts";
import { clashes, names, ways } from "./oddities-names.ts";
import { masks, rules } from "./oddities-rules.ts";
import { people, seed } from "./oddities-seed.ts";
import { play } from "./play.ts";

play(
  { app: oddities, seed, people },
  {
    "a name": names,
    "a clash of names": clashes,
    "a way to related rows": ways,
    "a value": values,
    "a bound": bounds,
    "a mask": masks,
    "a rule": rules,
    "a sum": sums,
  },
);
