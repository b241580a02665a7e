import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { emptySnapshot, type Snapshot } from "./snapshot.ts";

/** A folder of migrations: `0000_name.sql`, and in `meta/` the schema that each one leaves. */
export interface MigrationFolder {
  readonly path: string;
  /** The next migration's number. Files that somebody wrote by hand count. */
  readonly next: number;
  /** The schema that the last generated migration left. */
  readonly last: Snapshot;
}

export function readFolder(path: string): MigrationFolder {
  const numbers = list(path, /^(\d+).*\.sql$/);
  const snapshots = list(join(path, "meta"), /^(\d+)_snapshot\.json$/);
  const latest = Math.max(-1, ...snapshots);
  const last = latest < 0 ? emptySnapshot : parse(join(path, "meta", `${padded(latest)}_snapshot.json`));
  return { path, next: Math.max(-1, latest, ...numbers) + 1, last };
}

/** Writes the pair of files and gives the SQL file's path. Never overwrites. */
export function writeMigration(folder: MigrationFolder, name: string, files: { sql: string; after: Snapshot }): string {
  const number = padded(folder.next);
  const path = join(folder.path, `${number}_${name}.sql`);
  mkdirSync(join(folder.path, "meta"), { recursive: true });
  writeFileSync(path, files.sql, { flag: "wx" });
  const snapshot = `${JSON.stringify(files.after, null, 2)}\n`;
  writeFileSync(join(folder.path, "meta", `${number}_snapshot.json`), snapshot, { flag: "wx" });
  return path;
}

function list(path: string, pattern: RegExp): number[] {
  if (!existsSync(path)) return [];
  return readdirSync(path).flatMap((name) => {
    const found = pattern.exec(name)?.[1];
    return found === undefined ? [] : [Number(found)];
  });
}

function parse(path: string): Snapshot {
  const snapshot = JSON.parse(readFileSync(path, "utf8")) as Snapshot;
  if (snapshot.version !== 1) throw new TypeError(`${path} is not a snapshot of this generator`);
  // A part that the generator did not know of when it wrote the file is not there.
  return { ...emptySnapshot, ...snapshot };
}

function padded(number: number): string {
  return String(number).padStart(4, "0");
}
