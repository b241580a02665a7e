import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { loadApp } from "../db/load-app.ts";
import { databaseType } from "./database-type.ts";

// `npm run types [-- --output FILE] [--app FILE]`: the `Database` type on standard output, or in the file.
try {
  const { values } = parseArgs({
    options: { output: { type: "string", short: "o" }, app: { type: "string", default: "src/app/app.ts" } },
  });
  const text = databaseType(await loadApp(values.app));
  if (values.output === undefined) process.stdout.write(text);
  else writeFileSync(values.output, text);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
