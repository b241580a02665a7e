import { maxHintRows } from "../changes/hint.ts";
import { partsOf } from "../rules/expression.ts";
import type { SecuredInsert } from "../rules/secure-write.ts";
import type { Statement } from "../sql/compile.ts";
import type { Pooled, ResultSet } from "./ports.ts";

/** Ours. What is told of a write is told of few rows. */
const maxRows = maxHintRows;

/** Ours. Together they are one parameter, of which D1 takes 2 MB. */
const maxCharacters = 300_000;

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
  #characters = 0;

  constructor(first: number, statements: readonly Statement[], pooled: Pooled | null) {
    this.first = first;
    this.statements = statements;
    this.#pooled = pooled;
  }

  /** Whether such a batch differs in its rows alone, and there is room for them. */
  takes(statements: readonly Statement[], pooled: Pooled): boolean {
    const own = this.#pooled;
    if (own === null || own.rowsAt !== pooled.rowsAt || this.#count + pooled.rows > maxRows) return false;
    if (this.#characters + rowsOf(statements, pooled).length > maxCharacters) return false;
    return this.statements.every((statement, place) =>
      isEqual(statement, statements[place], place === 0 ? own.rowsAt : null),
    );
  }

  /** @returns whose of its rows are those of a batch that it takes */
  add(statements: readonly Statement[], pooled: Pooled | null): Share {
    const from = this.#count;
    this.#members += 1;
    this.#count += pooled?.rows ?? 0;
    if (pooled !== null) {
      const rows = rowsOf(statements, pooled);
      this.#rows.push(rows);
      this.#characters += rows.length;
    }
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

  /** What each has had of the call's time and answers, about. */
  averageOf(results: readonly ResultSet[]): readonly ResultSet[] {
    const members = this.#members;
    const own = results.slice(this.first, this.first + this.statements.length);
    if (members === 1) return own;
    return own.map((result) => ({
      ...result,
      rows: result.rows.slice(0, Math.ceil(result.rows.length / members)),
      durationMs: (result.durationMs ?? 0) / members,
    }));
  }

  /** The text of an insert that is of several requests; null for anything else. */
  get shared(): string | null {
    return this.#members > 1 ? (this.statements[0]?.sql ?? null) : null;
  }
}

function rowsOf(statements: readonly Statement[], { rowsAt }: Pooled): string {
  return String(statements[0]?.params[rowsAt]);
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
