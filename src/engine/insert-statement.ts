import type { Failure } from "../kernel/failure.ts";
import { serviceRole } from "../kernel/principal.ts";
import type { Result } from "../kernel/result.ts";
import { bind } from "../plan/bind.ts";
import { encodeCells, encodeRows, plainJson } from "../plan/cells.ts";
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
  const asked = { arguments: [], context };
  if (prepared.value.sealed !== null) {
    const encoded = encodeCells(prepared.value.cells, [cells], context);
    if (!encoded.ok) return encoded;
    const secret = { plan: prepared.value.sealed, cells: encoded.value, targets: null };
    return bind(prepared.value.plan.main, { ...asked, rows: null, secret });
  }
  const encoded = encodeRows(prepared.value.cells, [cells], context);
  return encoded.ok ? bind(prepared.value.plan.main, { ...asked, rows: encoded.value }) : encoded;
}

function columnOf(columns: readonly Column[], key: string, collection: string): Column {
  const found = columns.find((column) => column.property === key) ?? columns.find((column) => column.name === key);
  if (found === undefined) throw new TypeError(`collection ${collection} has no column ${key}`);
  return found;
}
