import { depot } from "../apps/depot.ts";
import { play } from "../scenarios/play.ts";
import { people, seed } from "./depot-seed.ts";
import { foreignKeys } from "./write-reference.ts";
import { rollbacks } from "./write-rollback.ts";
import { uniques } from "./write-unique.ts";
import { values } from "./write-value.ts";

play(
  { app: depot, seed, people },
  {
    "what is not kept": rollbacks,
    "a key that is taken": uniques,
    "a value that may not be": values,
    "a row that is pointed at": foreignKeys,
  },
);
