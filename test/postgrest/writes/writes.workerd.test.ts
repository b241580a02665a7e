import { fixtures } from "./app.ts";
import { sheets } from "./csv-cases.ts";
import { deletes } from "./delete-cases.ts";
import { columns, inserted } from "./insert-cases.ts";
import { affected, handling, transactions } from "./preference-cases.ts";
import { replay } from "./replay.ts";
import { permitted } from "./right-cases.ts";
import { people, seed } from "./seed.ts";
import { singles, surfaces } from "./singular-cases.ts";
import { related, updates } from "./update-cases.ts";
import { puts, resolutions } from "./upsert-cases.ts";

replay(
  { app: fixtures, seed, people },
  {
    "an insert": inserted,
    columns,
    CSV: sheets,
    "a permission": permitted,
    "a resolution": resolutions,
    "a PUT": puts,
    "an update": updates,
    "what is related": related,
    "a delete": deletes,
    handling,
    "max-affected": affected,
    tx: transactions,
    "one object": singles,
    "a surface": surfaces,
  },
);
