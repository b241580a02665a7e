import { type Failure, failure } from "../kernel/failure.ts";
import { type Holder, missingTarget, stillReferenced } from "../plan/probe.ts";
import type { Collection, Model } from "../schema/model.ts";
import type { EngineOptions } from "./options.ts";
import type { PartSource } from "./part.ts";
import { columnsOf } from "./prepare.ts";
import { type Probe, probe } from "./probe.ts";
import { isReadable, notGiven } from "./readable.ts";
import type { WriteAttempt } from "./translate.ts";

/** Cascades further down than this are not followed to name what holds them. */
const maxSteps = 3;

/**
 * Which foreign key, and which of its values: one of the rows that points nowhere, or a row that others still point at.
 * Where it cannot be found, the keys that it may be.
 */
export async function foreignKeyFailure(
  { write }: WriteAttempt,
  sources: readonly PartSource[],
  options: EngineOptions,
): Promise<Failure | null> {
  const probes = sources.flatMap((source) => [...missing(source, options), ...referenced(source, options)]);
  const found = await probe(probes, options.database);
  const mayMove = write.kind !== "insert" || write.conflict?.action === "merge";
  if (found !== null || !mayMove) return found;
  return anyHolder(write.collection, options.model);
}

function missing(source: PartSource, options: EngineOptions): readonly Probe<Failure>[] {
  const { secured, cells, write } = source.prepared;
  if (secured.kind === "delete") return [];
  return write.collection.foreignKeys.flatMap((key) => {
    const sql = missingTarget(secured, columnsOf(cells), key);
    if (!sql.ok || sql.value === null) return [];
    const message = `insert or update on table "${write.collection.name}" violates foreign key constraint "${key.name}"`;
    const isSeen = isReadable(source, notGiven(source, key.columns), options);
    const found = ({ k }: { readonly k?: unknown }): Failure =>
      failure("23503", message, {
        details: `Key ${isSeen ? `(${key.columns.join(", ")})=(${String(k)}) ` : ""}is not present in table "${key.target}".`,
      });
    return [{ sql: sql.value, bindings: source.bindings, found }];
  });
}

function referenced(source: PartSource, options: EngineOptions): readonly Probe<Failure>[] {
  const { secured, cells, write } = source.prepared;
  if (secured.kind === "insert") return [];
  return holdingPaths(write.collection, options.model, secured.kind === "update").flatMap((path) => {
    const sql = stillReferenced(secured, columnsOf(cells), path);
    const holder = path.at(-1);
    if (!sql.ok || sql.value === null || holder === undefined) return [];
    const { key } = holder;
    const isSeen = path.length === 1 && isReadable(source, key.targetColumns, options);
    const found = ({ k }: { readonly k?: unknown }): Failure =>
      failure(
        "23503",
        `update or delete on table "${key.target}" violates foreign key constraint "${key.name}" on table "${holder.collection.name}"`,
        {
          details: `Key ${isSeen ? `(${key.targetColumns.join(", ")})=(${String(k)}) ` : ""}is still referenced from table "${holder.collection.name}".`,
        },
      );
    return [{ sql: sql.value, bindings: source.bindings, found }];
  });
}

/** The ways to rows that hold those of a collection: by a key that holds them, or over rows that are deleted along. */
function holdingPaths(collection: Collection, model: Model, isUpdate: boolean): readonly (readonly Holder[])[] {
  const paths: (readonly Holder[])[] = [];
  const open: { readonly name: string; readonly path: readonly Holder[] }[] = [{ name: collection.name, path: [] }];
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    const { name, path } = next;
    for (const holder of holdersOf(name, model)) {
      const longer = [...path, holder];
      if (isUpdate || holder.key.holdsTarget) paths.push(longer);
      else if (holder.key.deletesAlong && longer.length < maxSteps) {
        open.push({ name: holder.collection.name, path: longer });
      }
    }
  }
  return paths;
}

function holdersOf(target: string, model: Model): readonly Holder[] {
  const tables = [...model.collections.values()].filter((collection) => collection.kind !== "view");
  return tables.flatMap((collection) =>
    collection.foreignKeys.filter((key) => key.target === target).map((key) => ({ collection, key })),
  );
}

/** The keys that may keep a row from being deleted; named where there is only one. */
function anyHolder(collection: Collection, model: Model): Failure {
  const holders = holdersOf(collection.name, model).filter(({ key }) => key.holdsTarget);
  const [only, ...others] = holders;
  if (only === undefined || others.length > 0) {
    const tables = [...new Set(holders.map((holder) => holder.collection.name))].join(", ");
    return failure("23503", `update or delete on table "${collection.name}" violates a foreign key constraint`, {
      details: tables === "" ? null : `Rows are still referenced from: ${tables}.`,
    });
  }
  const { key, collection: holder } = only;
  return failure(
    "23503",
    `update or delete on table "${collection.name}" violates foreign key constraint "${key.name}" on table "${holder.name}"`,
    { details: `Key (${key.targetColumns.join(", ")}) is still referenced from table "${holder.name}".` },
  );
}
