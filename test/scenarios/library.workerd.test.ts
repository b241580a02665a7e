import { library } from "../apps/library.ts";
import { batches } from "./library-batch.ts";
import { engine, failures } from "./library-failure.ts";
import { rows } from "./library-rows.ts";
import { rules } from "./library-rule.ts";
import { args, values } from "./library-scalar.ts";
import { people, seed } from "./library-seed.ts";
import { play } from "./play.ts";

play(
  { app: library, seed, people },
  {
    "a value": values,
    "an argument": args,
    rows,
    "a rule": rules,
    "a batch": batches,
    "a failure": failures,
    "the engine at hand": engine,
  },
);
