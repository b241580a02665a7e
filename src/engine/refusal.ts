import type { DatabaseError } from "../kernel/database-error.ts";
import type { Failure } from "../kernel/failure.ts";
import type { Json } from "../kernel/json.ts";
import { serviceRole } from "../kernel/principal.ts";
import { clashingKey, takenKey } from "../plan/probe.ts";
import { holds } from "../rules/expression.ts";
import { sourceOf } from "../rules/secure.ts";
import type { Column } from "../schema/model.ts";
import { foreignKeyFailure } from "./foreign-keys.ts";
import type { EngineOptions } from "./options.ts";
import type { PartSource } from "./part.ts";
import { columnsOf } from "./prepare.ts";
import { type Probe, probe } from "./probe.ts";
import { isReadable, notGiven } from "./readable.ts";
import { repeatedPlace } from "./repeated-keys.ts";
import { rowText, valueText } from "./row-text.ts";
import { steppedUp } from "./step-up.ts";
import { brokenKey, databaseFailure, type WriteAttempt } from "./translate.ts";

export interface Refused extends WriteAttempt {
  readonly sources: readonly PartSource[];
}

/**
 * Why the database has refused a write, in PostgreSQL's words. SQLite says which columns or that some foreign key; where
 * PostgreSQL would tell the key or the row too, they are looked up, after the fact and only then.
 */
export async function refusal(error: DatabaseError, refused: Refused, options: EngineOptions): Promise<Failure> {
  if (error.kind !== "constraint") {
    const principal = refused.sources[0]?.bindings.context.principal;
    return steppedUp(databaseFailure(error, refused), { write: refused.write, principal }, options.policy);
  }
  if (error.message.includes("FOREIGN KEY constraint failed")) {
    return (await foreignKeyFailure(refused, refused.sources, options)) ?? databaseFailure(error, refused);
  }
  const columns = brokenKey(error.message);
  if (columns !== null && columns.length > 0) {
    return databaseFailure(error, { ...refused, found: { key: await takenKeyText(refused, columns, options) } });
  }
  return databaseFailure(error, { ...refused, found: { row: failingRow(error.message, refused, options) } });
}

/** `(a, b)=(1, 2)` */
async function takenKeyText(
  refused: Refused,
  names: readonly string[],
  options: EngineOptions,
): Promise<string | null> {
  // What is encrypted is not told, nor what it is compared by.
  if (names.some((name) => isConfidential(refused.write.collection.columns.get(name)))) return null;
  const [only, ...others] = refused.sources;
  if (only !== undefined && others.length === 0 && only.rows.length === 1) {
    const given = shownKey(only, names, 0);
    if (given !== null) return given;
  }
  const probes: Probe<string>[] = [];
  for (const source of refused.sources) {
    const { secured, cells } = source.prepared;
    const columns = columnsOf(cells);
    if (secured.kind === "insert") {
      const sql = takenKey(secured, columns, names);
      if (sql === null) continue;
      const repeated = repeatedPlace(source, names);
      probes.push({
        sql,
        bindings: source.bindings,
        found: ({ p }) => shownKey(source, names, earlier(typeof p === "number" ? p : null, repeated)),
      });
    } else if (secured.kind === "update") {
      const sql = clashingKey(secured, columns, names);
      // What the rows had before is shown to who may read it.
      if (!sql.ok || !isReadable(source, notGiven(source, names), options)) continue;
      const found: Probe<string>["found"] = ({ k }) => (k == null ? null : `(${names.join(", ")})=(${k})`);
      probes.push({ sql: sql.value, bindings: source.bindings, found });
    }
  }
  const found = await probe(probes, options.database);
  if (found !== null) return found;
  for (const source of refused.sources) {
    const shown = shownKey(source, names, repeatedPlace(source, names));
    if (shown !== null) return shown;
  }
  return null;
}

function isConfidential(column: Column | undefined): boolean {
  return column?.encrypted !== undefined || column?.indexes !== undefined;
}

function earlier(place: number | null, other: number | null): number | null {
  if (place === null || other === null) return place ?? other;
  return Math.min(place, other);
}

function shownKey({ prepared, bindings }: PartSource, names: readonly string[], place: number | null): string | null {
  if (place === null) return null;
  const row = storedRows(bindings.rows)[place];
  const values = names.map((name) => {
    const index = prepared.cells.findIndex((cell) => cell.column.name === name);
    const type = prepared.cells[index]?.column.type;
    return row === undefined || type === undefined ? null : valueText(row[index] ?? null, type);
  });
  return values.includes(null) ? null : `(${names.join(", ")})=(${values.join(", ")})`;
}

function storedRows(rows: string | null): readonly (readonly Json[])[] {
  return rows === null ? [] : JSON.parse(rows);
}

/**
 * The row given that broke a NOT NULL or a CHECK, where it is sure which one, and for a caller who may read the whole
 * table: as in PostgreSQL, which says nothing of rows under row security.
 */
function failingRow(message: string, { write, sources }: Refused, { model, policy }: EngineOptions): string | null {
  const [source] = sources;
  if (write.kind !== "insert" || source === undefined) return null;
  const role = source.bindings.context.principal.role;
  const seen = sourceOf(write.collection, { model, policy, role });
  const isWhole = seen.ok && holds(seen.value.rows) && seen.value.masks.size === 0;
  if (!isWhole || (role !== serviceRole && seen.value.columns.length < write.collection.columns.size)) return null;
  const { cells } = source.prepared;
  const rows = storedRows(source.bindings.rows);
  const missing = /NOT NULL constraint failed: [^.]+\.([^:]+)/.exec(message)?.[1]?.trim();
  const index = cells.findIndex((cell) => cell.column.name === missing);
  const failed =
    index === -1
      ? rows.length === 1 && sources.length === 1
        ? rows[0]
        : undefined
      : rows.find((row) => row[index] === null);
  return failed === undefined ? null : rowText(write.collection, cells, failed);
}
