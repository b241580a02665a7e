import { depot } from "../apps/depot.ts";
import { play } from "../scenarios/play.ts";
import { people, seed } from "./depot-seed.ts";
import { columns } from "./write-columns.ts";
import { deletes } from "./write-delete.ts";
import { formats, preferences } from "./write-format.ts";
import { inserts } from "./write-insert.ts";
import { keptValues, refusedValues } from "./write-kind.ts";
import { places } from "./write-place.ts";
import { puts } from "./write-put.ts";
import { foreignKeys } from "./write-reference.ts";
import { rights } from "./write-right.ts";
import { rollbacks } from "./write-rollback.ts";
import { uniques } from "./write-unique.ts";
import { updates } from "./write-update.ts";
import { upserts } from "./write-upsert.ts";
import { values } from "./write-value.ts";

play(
  { app: depot, seed, people },
  {
    "an insert": inserts,
    "the place of a row": places,
    columns,
    "an upsert": upserts,
    "a PUT": puts,
    "an update": updates,
    "a delete": deletes,
    "a right": rights,
    "a format": formats,
    "a preference": preferences,
    "a value that is kept": keptValues,
    "a value that is refused": refusedValues,
    "what is not kept": rollbacks,
    "a key that is taken": uniques,
    "a value that may not be": values,
    "a row that is pointed at": foreignKeys,
  },
);
