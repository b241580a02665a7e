import type { ResultSet } from "../engine/ports.ts";
import { fromHex } from "../kernel/bytes.ts";
import { DatabaseError } from "../kernel/database-error.ts";
import { stringEnd } from "../kernel/json-items.ts";
import type { SqlValue } from "../sql/fragment.ts";
import { keptName, textMark } from "../sql/secret.ts";
import type { Vault } from "./vault.ts";

/** What a batch was sent with, and its answers are opened by. */
export interface Opening {
  readonly token: string;
  readonly vault: Vault;
  /** What the database was not shown, by the number that it has passed on. */
  readonly hidden: readonly HiddenValue[];
}

export interface HiddenValue {
  readonly text: string;
  readonly isJson: boolean;
}

/**
 * Puts clear values in the place of the encrypted ones of an answer. Each stands there as a JSON string: the token, which nobody
 * else knows, and either the column's id, its row's key and what is kept (`plan/sealed.ts`), or the number of a hidden value. What the database gave stays beside it.
 */
export async function openResult(result: ResultSet, opening: Opening): Promise<ResultSet> {
  const rows = await Promise.all(result.rows.map((row) => openRow(row, opening)));
  return { ...result, rows };
}

type Row = Readonly<Record<string, SqlValue>>;

async function openRow(row: Row, opening: Opening): Promise<Row> {
  const opened: Record<string, SqlValue> = {};
  for (const [name, value] of Object.entries(row)) {
    opened[name] = value;
    if (typeof value !== "string" || !value.includes(opening.token)) continue;
    opened[name] = await openText(value, opening);
    opened[keptName(name)] = value.replaceAll(opening.token, "");
  }
  return opened;
}

/** @throws DatabaseError (`sealed`) for the first value that does not open */
export async function openText(json: string, opening: Opening): Promise<string> {
  const { token } = opening;
  const clear: string[] = [];
  const values: Promise<string>[] = [];
  let done = 0;
  for (let at = json.indexOf(token); at !== -1; at = json.indexOf(token, done)) {
    const end = stringEnd(json, at);
    // Text within text would be put together wrongly.
    if (json[at - 1] !== '"' || json[at - 2] === "\\" || end === json.length) throw misplaced();
    clear.push(json.slice(done, at - 1));
    values.push(openValue(JSON.parse(json.slice(at - 1, end + 1)), opening));
    done = end + 1;
  }
  const opened = await Promise.all(values);
  return opened.map((value, index) => `${clear[index]}${value}`).join("") + json.slice(done);
}

async function openValue(text: string, { token, vault, hidden }: Opening): Promise<string> {
  const [, number, mark = ""] = /^#(\d+)(~?)$/.exec(text.slice(token.length)) ?? [];
  if (number !== undefined) {
    const value = hidden[Number(number)];
    if (value === undefined) throw misplaced();
    return value.isJson && mark === "" ? value.text : JSON.stringify(value.text);
  }
  const found = /^([0-9a-f]+)\.([0-9A-F,]*):(.*)$/s.exec(text.slice(token.length));
  if (found === null) throw misplaced();
  const [, id = "", keys = "", kept = ""] = found;
  const column = vault.column(id);
  const isText = kept.endsWith(textMark);
  const clear = await vault.open(isText ? kept.slice(0, -1) : kept, column, keys.split(",").map(textOfHex));
  return column.isJson && !isText ? clear : JSON.stringify(clear);
}

function textOfHex(hex: string): string {
  return new TextDecoder().decode(fromHex(hex) ?? new Uint8Array());
}

function misplaced(): DatabaseError {
  return new DatabaseError("fault", "an encrypted value stands where none can");
}
