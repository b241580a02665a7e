import { readApplication } from "./application.ts";
import { diff } from "./diff.ts";
import { readFolder, writeMigration } from "./folder.ts";
import { loadApp } from "./load-app.ts";
import { type Migration, migration } from "./migration.ts";
import { type GenerateOptions, parseOptions, usage } from "./options.ts";
import type { Snapshot } from "./snapshot.ts";
import { verify } from "./verify.ts";

// `npm run db:generate`: writes the next migration. Exit code 0 for written or nothing to do, 1 for refused or failed,
// 2 for wrong options.
const options = parseOptions(process.argv.slice(2));
if (!options.ok) {
  console.error(`${options.error}\n\n${usage}`);
  process.exitCode = 2;
} else {
  process.exitCode = await generate(options.value).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  });
}

async function generate({ app, out, name, hints }: GenerateOptions): Promise<number> {
  const after = readApplication(await loadApp(app));
  const folder = readFolder(out);
  const difference = diff(folder.last, after, hints);
  if (!difference.ok) {
    console.error("No migration was written.\n");
    for (const { reason, mend } of difference.error) console.error(`- ${reason}.\n  ${mend}`);
    return 1;
  }
  const made = migration(difference.value, hints);
  if (made.statements.length === 0) {
    console.log("Nothing to do: the last migration already gives this schema.");
    return 0;
  }
  verify(folder.last, after, made.statements);
  const words = name ?? derivedName(folder.last, after);
  const path = writeMigration(folder, slug(words), { sql: render(made), after });
  console.log(`${path}: ${made.statements.length} statements`);
  for (const note of made.notes) console.log(`- ${note}`);
  return 0;
}

function render({ statements, notes }: Migration): string {
  const head = ["Made by npm run db:generate. One transaction: it takes effect whole or not at all.", ...notes];
  return `${head.map((line) => `-- ${line.replaceAll(/\s+/g, " ")}`).join("\n")}\n\n${statements.join(";\n\n")};\n`;
}

function derivedName(before: Snapshot, after: Snapshot): string {
  if (before.tables.length === 0) return "initial";
  const old = new Set(before.tables.map((table) => JSON.stringify(table)));
  const table = after.tables.find((candidate) => !old.has(JSON.stringify(candidate)));
  const oldViews = new Set(before.views.map((view) => JSON.stringify(view)));
  const view = after.views.find((candidate) => !oldViews.has(JSON.stringify(candidate)));
  const changed = table ?? view;
  return changed === undefined ? "change" : `change_${changed.name}`;
}

function slug(words: string): string {
  return (
    words
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "_")
      .replaceAll(/^_|_$/g, "") || "change"
  );
}
