import type { Failure } from "../kernel/failure.ts";
import { serviceRole } from "../kernel/principal.ts";
import type { Result } from "../kernel/result.ts";
import { bind } from "../plan/bind.ts";
import { encodeRows, plainJson } from "../plan/cells.ts";
import type { Column } from "../schema/model.ts";
import type { Statement } from "../sql/compile.ts";
import type { EngineOptions } from "./options.ts";
import { prepareWrite } from "./prepare.ts";
import type { Context } from "./request.ts";

/** See `Engine.insertStatement`. */
export function insertStatement(
  options: EngineOptions,
  name: string,
  row: Readonly<Record<string, unknown>>,
  context: Context,
): Result<Statement, Failure> {
  const { model, policy, limits } = options;
  const collection = model.collections.get(name);
  if (collection === undefined) throw new TypeError(`no collection ${name}`);
  const given = Object.entries(row).filter(([, cell]) => cell !== undefined);
  const columns = given.map(([key]) => columnOf([...collection.columns.values()], key, name));
  const access = { model, policy, role: serviceRole };
  const prepared = prepareWrite(
    { kind: "insert", collection, columns, conflict: null, returning: null },
    { access, limits, check: null },
  );
  if (!prepared.ok) return prepared;
  const cells = given.map(([, cell]) => plainJson(cell));
  const encoded = encodeRows(prepared.value.cells, [cells], context);
  if (!encoded.ok) return encoded;
  return bind(prepared.value.plan.main, { arguments: [], context, rows: encoded.value });
}

function columnOf(columns: readonly Column[], key: string, collection: string): Column {
  const found = columns.find((column) => column.property === key) ?? columns.find((column) => column.name === key);
  if (found === undefined) throw new TypeError(`collection ${collection} has no column ${key}`);
  return found;
}
