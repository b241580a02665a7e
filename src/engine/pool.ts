import { maxHintRows } from "../changes/hint.ts";
import { partsOf } from "../rules/expression.ts";
import type { SecuredInsert } from "../rules/secure-write.ts";
import type { Statement } from "../sql/compile.ts";
import type { Pooled, ResultSet } from "./ports.ts";

/** Ours. What is told of a write is told of few rows. */
const maxRows = maxHintRows;

/**
 * Whether the rows of several such inserts may go into the table by one statement, so that each is answered, and the table and
 * its log left, as after one after the other. Not so where a row is judged by the others of its table, where a row may point
 * at another of them, or where what comes back has to be told apart.
 */
export function mayBePooled({ insert, check, returning }: SecuredInsert): boolean {
  const { collection, conflict } = insert;
  if (conflict !== null || returning !== null) return false;
  if (collection.foreignKeys.some((key) => key.target === collection.name)) return false;
  return [...partsOf(check)].every((part) => part.kind !== "exists");
}

/** The statements of a batch, or of several whose rows are inserted as one. */
export class Pool {
  /** Where they stand among the call's statements. */
  readonly first: number;
  readonly statements: readonly Statement[];
  readonly #pooled: Pooled | null;
  readonly #rows: string[] = [];
  #members = 0;
  #count = 0;

  constructor(first: number, statements: readonly Statement[], pooled: Pooled | null) {
    this.first = first;
    this.statements = statements;
    this.#pooled = pooled;
  }

  /** Whether such a batch differs in its rows alone, and there is room for them. */
  takes(statements: readonly Statement[], pooled: Pooled): boolean {
    const own = this.#pooled;
    if (own === null || own.rowsAt !== pooled.rowsAt || this.#count + pooled.rows > maxRows) return false;
    return this.statements.every((statement, place) =>
      isEqual(statement, statements[place], place === 0 ? own.rowsAt : null),
    );
  }

  /** @returns whose of its rows are those of a batch that it takes */
  add(statements: readonly Statement[], pooled: Pooled | null): Share {
    const from = this.#count;
    this.#members += 1;
    this.#count += pooled?.rows ?? 0;
    if (pooled !== null) this.#rows.push(String(statements[0]?.params[pooled.rowsAt]));
    return { pool: this, from, rows: pooled?.rows ?? 0 };
  }

  /** What is to be run. */
  get joint(): readonly Statement[] {
    const own = this.#pooled;
    const [insert, stamp] = this.statements;
    if (own === null || this.#members === 1 || insert === undefined || stamp === undefined) return this.statements;
    const rows = `[${this.#rows.map((text) => text.slice(1, -1)).join(",")}]`;
    return [withParameter(insert, own.rowsAt, rows), withParameter(stamp, own.expectedAt, this.#count)];
  }

  /** One member's part of what the call has given. */
  resultsOf({ from, rows }: Share, results: readonly ResultSet[]): readonly ResultSet[] {
    const own = results.slice(this.first, this.first + this.statements.length);
    if (this.#members === 1) return own;
    return own.map((result) => ({ ...result, rows: result.rows.slice(from, from + rows), changes: rows }));
  }

  /** How many requests share the time that a statement has taken. */
  get members(): number {
    return this.#members;
  }
}

/** Which rows of a pool are a batch's. */
export interface Share {
  readonly pool: Pool;
  readonly from: number;
  readonly rows: number;
}

function isEqual(one: Statement, other: Statement | undefined, but: number | null): boolean {
  if (one.sql !== other?.sql || one.params.length !== other.params.length) return false;
  return one.params.every((value, place) => place === but || value === other.params[place]);
}

function withParameter(statement: Statement, place: number, value: string | number): Statement {
  return { ...statement, params: statement.params.with(place, value) };
}
