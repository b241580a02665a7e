import { parseArgs } from "node:util";
import { defaultState, migrateLocal } from "./local-database.ts";

/** `npm run db:migrate [-- --persist-to DIR]`: brings the local database up to the last migration. */
const { values } = parseArgs({ options: { "persist-to": { type: "string", default: defaultState } } });
try {
  console.log((await migrateLocal(values["persist-to"])).trim());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
