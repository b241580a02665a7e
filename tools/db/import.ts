import { parseArgs } from "node:util";
import { own } from "./own.ts";
import { ask, execute, placeOptions, placeUsage } from "./place.ts";
import { quote } from "./quote.ts";

const usage = `npm run db:import -- FILE [options]: what db:export wrote, into an empty database
${placeUsage}`;

try {
  const { values, positionals } = parseArgs({ options: placeOptions, allowPositionals: true });
  if (values.help) {
    console.log(usage);
    process.exit();
  }
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) throw new Error(usage);
  const [[found] = []] = await ask(values, [`SELECT name FROM sqlite_master WHERE ${own("name")} LIMIT 1`]);
  if (found !== undefined) {
    throw new Error(`The database is not empty: it has ${String(found.name)}. An import makes everything anew.`);
  }
  await execute(values, file);
  const [tables = []] = await ask(values, [
    `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND ${own("name")} ORDER BY name`,
  ]);
  const counted = await ask(
    values,
    tables.map(({ name }) => `SELECT count(*) AS n FROM ${quote(String(name))}`),
  );
  for (const [at, { name }] of tables.entries()) console.log(`${String(name)}: ${String(counted[at]?.[0]?.n)} rows`);
  console.log(`${file} is imported.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
