import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type * as z from "zod";
import type { Context, Engine, WriteAnswer, WriteRequest } from "../engine/request.ts";
import type { Failure } from "../kernel/failure.ts";
import type { Json } from "../kernel/json.ts";
import type { Result } from "../kernel/result.ts";
import type { Model } from "../schema/model.ts";
import { type Change, insert, remove, update, upsert, type Written } from "./change.ts";
import type { Db, Property, ReadOptions } from "./db.ts";
import { CodedError, fail } from "./fail.ts";
import type { Liveness } from "./liveness.ts";
import { collectionOf, readRequestOf, rowsOfText } from "./read-request.ts";
import type { Row } from "./returns.ts";
import { writeRequestOf } from "./write-request.ts";

/** A read in the dialect of a surface, which lends it. */
export type Query = (path: string, context: Context) => Promise<Result<Json, Failure>>;

export interface DatabaseOptions {
  readonly engine: Engine;
  readonly model: Model;
  /** Whose rules hold. */
  readonly context: Context;
  readonly query: Query;
  readonly readOnly: boolean;
  /** The most rows that all writes together may touch (PGRST124); null for no such bound. */
  readonly maxAffected: number | null;
  readonly liveness: Liveness;
}

/** The engine as a function has it at hand. */
export function databaseOf(options: DatabaseOptions): Db {
  const { engine, model, context, liveness } = options;
  const write = writerOf(options);

  async function one<Table extends SQLiteTable>(change: Change<Table>): Promise<Written<Table>> {
    const [answer] = await write([change]);
    // The rows are those of the change's own table.
    return answer as Written<Table>;
  }

  async function query<Schema extends z.ZodType>(path: string, schema?: Schema): Promise<unknown> {
    const json = unwrap(await options.query(path, context));
    liveness.seen();
    return schema === undefined ? json : schema.parseAsync(json);
  }

  return {
    async read<Table extends SQLiteTable, Chosen extends Property<Table>>(
      table: Table,
      wanted: ReadOptions<Table, Chosen> = {},
    ) {
      const collection = collectionOf(model, table);
      const answer = unwrap(await engine.read(readRequestOf(collection, wanted, context), context));
      liveness.seen();
      return rowsOfText(answer.json, collection) as Pick<Row<Table>, Chosen>[];
    },
    query: query as Db["query"],
    // Each answer is that of the change at its place.
    batch: write as Db["batch"],
    insert: (table, rows, given) => one(insert(table, rows, given)),
    upsert: (table, rows, given) => one(upsert(table, rows, given)),
    update: (table, given) => one(update(table, given)),
    delete: (table, given) => one(remove(table, given)),
  };
}

type Writer = (changes: readonly Change[]) => Promise<readonly Written<SQLiteTable>[]>;

function writerOf({ engine, model, context, liveness, readOnly, maxAffected }: DatabaseOptions): Writer {
  let affected = 0;

  async function sent(requests: readonly WriteRequest[]): Promise<readonly WriteAnswer[]> {
    const [only, ...others] = requests;
    const isOne = only !== undefined && others.length === 0;
    const answers = isOne ? [unwrap(await engine.write(only, context))] : unwrap(await engine.batch(requests, context));
    // What changes nothing is not sent.
    if (answers.some((answer) => answer.affected > 0)) liveness.seen();
    return answers;
  }

  return async (changes) => {
    const [first] = changes;
    if (first === undefined) return [];
    if (readOnly) throw fail("25006", `cannot execute ${commands[first.kind]} in a read-only transaction`);
    const left = maxAffected === null ? null : maxAffected - affected;
    const requests = changes.map((change) => writeRequestOf(change, { model, context, maxAffected: left }));
    const answers = await sent(requests);
    return changes.map((change, index) => {
      const { affected: count = 0, rows: texts = [] } = answers[index] ?? {};
      affected += count;
      const rows = rowsOfText(`[${texts.join(",")}]`, collectionOf(model, change.table));
      return { affected: count, rows: rows as readonly Row<SQLiteTable>[] };
    });
  };
}

const commands: Readonly<Record<Change["kind"], string>> = { insert: "INSERT", update: "UPDATE", delete: "DELETE" };

function unwrap<T>(result: Result<T, Failure>): T {
  if (!result.ok) throw new CodedError(result.error);
  return result.value;
}
