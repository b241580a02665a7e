import { closeSync, openSync, renameSync, writeSync } from "node:fs";
import { parseArgs } from "node:util";
import { dump } from "./dump.ts";
import { ask, placeOptions, placeUsage } from "./place.ts";

const usage = `npm run db:export -- [options]
  --output FILE                     where the SQL goes (standard output)
${placeUsage}`;

try {
  const { values } = parseArgs({ options: { ...placeOptions, output: { type: "string" } } });
  if (values.help) {
    console.log(usage);
    process.exit();
  }
  const file = values.output === undefined ? process.stdout.fd : openSync(`${values.output}.partial`, "w");
  let statements = 0;
  for await (const statement of dump((queries) => ask(values, queries))) {
    writeSync(file, `${statement.replace(/;\s*$/, "")};\n`);
    statements++;
  }
  if (values.output !== undefined) {
    closeSync(file);
    renameSync(`${values.output}.partial`, values.output);
    console.log(`${values.output}: ${statements} statements`);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
