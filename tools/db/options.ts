import { parseArgs } from "node:util";
import { err, ok, type Result } from "../../src/kernel/result.ts";
import type { ColumnRename, Hints, Rename } from "./hints.ts";

export interface GenerateOptions {
  /** The module that exports `app`. */
  readonly app: string;
  /** The folder of migrations. */
  readonly out: string;
  /** Words of the file's name; null to derive them. */
  readonly name: string | null;
  readonly hints: Hints;
}

export const usage: string = `npm run db:generate -- [options]
  --app PATH                        the definition (src/app/app.ts)
  --out DIR                         the folder of migrations (migrations)
  --name WORDS                      for the file's name
  --rename-table old:new            a table was renamed
  --rename table.old:new            a column was renamed (the table by its new name)
  --fill "table.column=<SQL>"       the value of rows that have none
  --accept-loss table[.column]      its rows or values may go`;

export function parseOptions(args: readonly string[]): Result<GenerateOptions, string> {
  let values: ReturnType<typeof parse>["values"];
  try {
    values = parse(args).values;
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  }
  const renamedTables: Rename[] = [];
  for (const text of values["rename-table"]) {
    const [, from, to] = /^([^.:]+):([^.:]+)$/.exec(text) ?? [];
    if (from === undefined || to === undefined) return err(`--rename-table ${text}: write old:new`);
    renamedTables.push({ from, to });
  }
  const renamedColumns: ColumnRename[] = [];
  for (const text of values.rename) {
    const [, table, from, to] = /^([^.:]+)\.([^.:]+):([^.:]+)$/.exec(text) ?? [];
    if (table === undefined || from === undefined || to === undefined) {
      return err(`--rename ${text}: write table.old:new`);
    }
    renamedColumns.push({ table, from, to });
  }
  const fills = new Map<string, string>();
  for (const text of values.fill) {
    const [, column, sql] = /^([^.=]+\.[^.=]+)=(.+)$/s.exec(text) ?? [];
    if (column === undefined || sql === undefined) return err(`--fill ${text}: write table.column=<SQL expression>`);
    fills.set(column, sql);
  }
  const hints = { renamedTables, renamedColumns, acceptedLosses: new Set(values["accept-loss"]), fills };
  return ok({ app: values.app, out: values.out, name: values.name ?? null, hints });
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    options: {
      app: { type: "string", default: "src/app/app.ts" },
      out: { type: "string", default: "migrations" },
      name: { type: "string" },
      rename: { type: "string", multiple: true, default: [] },
      "rename-table": { type: "string", multiple: true, default: [] },
      fill: { type: "string", multiple: true, default: [] },
      "accept-loss": { type: "string", multiple: true, default: [] },
    },
  });
}
