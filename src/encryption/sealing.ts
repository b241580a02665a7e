import type { ResultSet } from "../engine/ports.ts";
import { DatabaseError } from "../kernel/database-error.ts";
import type { Statement } from "../sql/compile.ts";
import type { SqlValue } from "../sql/fragment.ts";
import type { Secret, SecretGiven, SecretRows } from "../sql/secret.ts";
import type { HiddenValue, Opening } from "./opening.ts";
import type { Vault } from "./vault.ts";

/** Asks the database ahead of a batch. */
export type Ask = (statement: Statement) => Promise<ResultSet>;

export interface Sealer extends Opening {
  /** Values that the database is not shown are put here. */
  readonly hidden: HiddenValue[];
  readonly ask: Ask;
}

/** The statements of a batch as they may leave the worker. Rows that several of them share are encrypted once. */
export async function sealStatements(statements: readonly Statement[], sealer: Sealer): Promise<readonly Statement[]> {
  const rows = new Map<SecretRows, string>();
  const sealed: Statement[] = [];
  for (const statement of statements) {
    const { sql, params, secrets } = statement;
    if (secrets === undefined) {
      sealed.push(statement);
      continue;
    }
    const filled = [...params];
    for (const secret of secrets) filled[secret.at] = await sealedValue(secret, sealer, rows);
    sealed.push({ sql, params: filled });
  }
  return sealed;
}

async function sealedValue(secret: Secret, sealer: Sealer, known: Map<SecretRows, string>): Promise<SqlValue> {
  switch (secret.kind) {
    case "token":
      return sealer.token;
    case "blind":
      return blindValue(secret, sealer.vault);
    case "given":
      return shownRows(secret.rows, sealer);
    case "rows": {
      const text = known.get(secret.rows) ?? (await sealedRows(secret.rows, sealer));
      known.set(secret.rows, text);
      return text;
    }
  }
}

async function blindValue(
  { column: id, clear }: Extract<Secret, { kind: "blind" }>,
  vault: Vault,
): Promise<string | null> {
  if (clear === null) return null;
  const column = vault.column(id);
  if (typeof clear === "string") return vault.blind(clear, column);
  return JSON.stringify(await Promise.all(clear.map((item) => (item === null ? null : vault.blind(item, column)))));
}

/** Signs stand in the place of what is hidden. */
function shownRows({ cells, hidden }: SecretGiven, { token, hidden: values }: Sealer): string {
  const rows = cells.map((given) => {
    const row = [...given];
    for (const { cell, isJson } of hidden) {
      const text = textOf(row[cell]);
      if (text !== null) row[cell] = JSON.stringify(`${token}#${values.push({ text, isJson }) - 1}`);
    }
    return `[${row.join(",")}]`;
  });
  return `[${rows.join(",")}]`;
}

async function sealedRows(rows: SecretRows, sealer: Sealer): Promise<string> {
  const { plan, cells, targets } = rows;
  const { ask } = sealer;
  if (targets !== null) {
    const found = "sql" in targets ? (await ask(targets)).rows.map((row) => Object.values(row).map(String)) : [targets];
    return sealedUpdate(rows, found, sealer);
  }
  const last = plan.counted === null ? 0 : Number((await ask(plan.counted.last)).rows[0]?.n);
  const made = cells.map(async (given, place) => {
    const row = [...given];
    if (plan.counted !== null) row[plan.counted.cell] = String(last + 1 + place);
    const key = plan.key.map(({ column, cell }) => textOf(row[cell]) ?? missing(plan.table, column));
    return `[${(await sealedCells(row, rows, { key, vault: sealer.vault })).join(",")}]`;
  });
  return `[${(await Promise.all(made)).join(",")}]`;
}

/** An integer key that is null would be counted, and what is encrypted would belong to no row. */
function missing(table: string, column: string): never {
  throw new DatabaseError("constraint", `NOT NULL constraint failed: ${table}.${column}`);
}

interface Owner {
  readonly key: readonly string[];
  readonly vault: Vault;
}

/** A row's cells, those to be encrypted in their places. */
async function sealedCells(row: readonly string[], { plan }: SecretRows, owner: Owner): Promise<readonly string[]> {
  const made = [...row];
  for (const { cell, column: id, as } of plan.cells) {
    const clear = textOf(row[cell]);
    if (clear === null) continue;
    const column = owner.vault.column(id);
    const kept = as === "blind" ? owner.vault.blind(clear, column) : owner.vault.seal(clear, column, owner.key);
    made[cell] = JSON.stringify(await kept);
  }
  return made;
}

/** The cells that all rows share, and for each row its key and its ciphertexts (`plan/sealed-update.ts`). */
async function sealedUpdate(
  rows: SecretRows,
  targets: readonly (readonly string[])[],
  { vault }: Sealer,
): Promise<string> {
  const { plan, cells } = rows;
  const [row = []] = cells;
  if (targets.length > plan.most) throw new DatabaseError("limit", "too many rows for one update");
  const ciphertexts = plan.cells.filter(({ as }) => as === "ciphertext");
  const common = await sealedCells(row, { ...rows, plan: { ...plan, cells: blindCells(rows) } }, { key: [], vault });
  const shared = common.map((text, cell) => (ciphertexts.some((sealed) => sealed.cell === cell) ? "null" : text));
  const made = targets.map(async (key) => {
    const own = await sealedCells(row, rows, { key, vault });
    return `[${[...key.map((text) => JSON.stringify(text)), ...ciphertexts.map(({ cell }) => own[cell])].join(",")}]`;
  });
  return `[${[`[${shared.join(",")}]`, ...(await Promise.all(made))].join(",")}]`;
}

function blindCells({ plan }: SecretRows): SecretRows["plan"]["cells"] {
  return plan.cells.filter(({ as }) => as === "blind");
}

/** A cell's value as text; null for null. */
function textOf(json: string | undefined): string | null {
  if (json === undefined || json === "null") return null;
  // Digits stay as they are: a number of JavaScript has fewer.
  return json.startsWith('"') ? JSON.parse(json) : json;
}
