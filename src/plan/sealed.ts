import type { Collection, EncryptedColumn } from "../schema/model.ts";
import { join, literal, ref, type Sql, slot, sql } from "../sql/fragment.ts";
import { textMark } from "../sql/secret.ts";
import type { Slot } from "./slot.ts";

/** One object, so that a statement has one token. */
const token: Sql<Slot> = slot<Slot>({ kind: "token" });

export interface SealedValue {
  readonly encrypted: EncryptedColumn;
  readonly collection: Collection;
  readonly alias: string;
  readonly name: string;
}

/**
 * An encrypted value as it leaves the database: the statement's token, the column, the key of its row in hexadecimal, and what
 * is kept. NULL stays NULL. `encryption/opening.ts` puts what it means in its place.
 */
export function sealedSql({ encrypted, collection, alias, name }: SealedValue): Sql<Slot> {
  const key = join(
    collection.primaryKey.map((column) => sql`hex(${ref(alias, column)})`),
    sql` || ',' || `,
  );
  return sql`${token} || ${literal(`${encrypted.id}.`)} || ${key} || ':' || ${ref(alias, name)}`;
}

/** A value that `sealedSql` has made, wanted as text. */
export function sealedText(value: Sql<Slot>): Sql<Slot> {
  return sql`${value} || ${literal(textMark)}`;
}
