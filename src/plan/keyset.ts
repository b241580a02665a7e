import type { Failure } from "../kernel/failure.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { noPlace } from "../query/keyset.ts";
import type { Argument, Field, Order } from "../query/read.ts";
import type { SecuredRead } from "../rules/secure.ts";
import { comma, id, join, ref, type Sql, slot, sql } from "../sql/fragment.ts";
import { fieldValue } from "./field.ts";
import type { Slot } from "./slot.ts";
import type { Table } from "./table.ts";

/** What the cursors of a plan hold: a value for each term of its order. */
export interface KeysetPlan {
  /** The order in words: a cursor of another one does not fit. */
  readonly order: string;
  readonly terms: number;
}

/** A page by place, in SQL. */
export interface KeysetSql {
  readonly plan: KeysetPlan;
  /** Which rows come after the cursor's; null at the start. */
  readonly condition: Sql<Slot> | null;
  /** The terms' values, as columns of the page. */
  readonly columns: readonly Sql<Slot>[];
  /** The cursor's values as a JSON array, over the page at an alias. */
  readonly values: (page: string) => Sql<Slot>;
}

/** A term of an order, by which places are told. */
export interface Term {
  readonly value: Sql<Slot>;
  readonly isNullable: boolean;
  readonly nullsFirst: boolean;
  readonly descending: boolean;
  readonly codec: Codec;
}

/** Null for a read that is not paged by place. Fails with PER031 where the caller does not see every row's key. */
export function keysetSql(read: SecuredRead, table: Table): Result<KeysetSql | null, Failure> {
  const { keyset } = read;
  if (keyset === undefined) return ok(null);
  const made = keysetTerms(read, table);
  if (!made.ok) return made;
  const terms = made.value;
  const { after } = keyset;
  return ok({
    plan: { order: orderInWords(read), terms: terms.length },
    condition: after === null ? null : afterSql(terms, (at) => placeSlot(after, at)),
    columns: placeColumns(terms),
    values: (page) => placeValues(terms, page),
  });
}

/** The terms of a read's order; PER031 where they do not tell every row from the next for the caller. */
export function keysetTerms(
  { order, source, collection }: Pick<SecuredRead, "order" | "source" | "collection">,
  table: Table,
): Result<readonly Term[], Failure> {
  if (collection.primaryKey.some((name) => source.masks.has(name))) {
    return err(noPlace("The key is not shown on every row."));
  }
  return ok(
    order.map((term): Term => {
      const { column, path } = term.field;
      return {
        value: fieldValue(term.field, table),
        isNullable: !column.notNull || path.length > 0 || source.masks.has(column.name),
        nullsFirst: (term.nulls ?? (term.descending ? "first" : "last")) === "first",
        descending: term.descending,
        codec: codecOf(term.field),
      };
    }),
  );
}

/** The order in words: a cursor of another one does not fit. */
export function orderInWords({ collection, order }: Pick<SecuredRead, "order" | "collection">): string {
  return [collection.name, ...order.map(inWords)].join("\n");
}

/** The terms' values, as columns of a page. */
export function placeColumns(terms: readonly Term[]): readonly Sql<Slot>[] {
  return terms.map(({ value }, index) => sql<Slot>`${value} as ${id(keyName(index))}`);
}

/** Those values as a JSON array, over the page at an alias. */
export function placeValues(terms: readonly Term[], page: string): Sql<Slot> {
  const values = terms.map(({ codec }, index) => codec.out(ref(page, keyName(index))));
  return sql`json_array(${comma(values)})`;
}

function placeSlot({ argument }: Argument, at: number): Sql<Slot> {
  return slot<Slot>({ kind: "argument", index: argument, form: { as: "place", at } });
}

/**
 * Rows after the cursor's: a later first value, or the same one and a later second, and so on. The bound on the first
 * value stands for itself too: by it an index finds the page, however deep.
 */
export function afterSql(terms: readonly Term[], place: (at: number) => Sql<Slot>): Sql<Slot> {
  const places = terms.map(({ codec }, at) => codec.in(place(at)));
  const [first] = terms;
  const [bound] = places;
  let condition: Sql<Slot> = sql`0`;
  for (let index = terms.length - 1; index >= 0; index--) {
    const term = terms[index];
    const place = places[index];
    if (term === undefined || place === undefined) continue;
    const later = laterSql(term, place);
    condition =
      index === terms.length - 1 ? later : sql<Slot>`(${later} or (${term.value} is ${place} and ${condition}))`;
  }
  if (first === undefined || bound === undefined || first.isNullable || terms.length === 1) return condition;
  return sql`${first.value} ${first.descending ? sql`<=` : sql`>=`} ${bound} and ${condition}`;
}

/** Where NULL comes last, it is after every value; where it comes first, every value is after it. */
function laterSql({ value, isNullable, nullsFirst, descending }: Term, place: Sql<Slot>): Sql<Slot> {
  const beyond = sql<Slot>`${value} ${descending ? sql`<` : sql`>`} ${place}`;
  if (!isNullable) return beyond;
  return nullsFirst
    ? sql`(${beyond} or (${place} is null and ${value} is not null))`
    : sql`(${beyond} or (${place} is not null and ${value} is null))`;
}

function keyName(index: number): string {
  return `cursor ${index}`;
}

function inWords({ field, descending, nulls }: Order): string {
  const place = [descending ? "desc" : "asc", nulls ?? "", field.asText ? "text" : "", JSON.stringify(field.path)];
  return `${field.column.name}\t${place.join("\t")}`;
}

/** How a value gets into a cursor and back without losing a digit. */
interface Codec {
  readonly out: (value: Sql<Slot>) => Sql<Slot>;
  readonly in: (bound: Sql<Slot>) => Sql<Slot>;
}

const plain: Codec = { out: (value) => value, in: (bound) => bound };
const exact = (value: Sql<Slot>): Sql<Slot> =>
  sql`iif(typeof(${value}) = 'real', printf('%!.17g', ${value}), cast(${value} as text))`;

const codecs: Readonly<Record<string, Codec>> = {
  bigint: { out: exact, in: (bound) => sql`cast(${bound} as integer)` },
  real: { out: exact, in: (bound) => sql`cast(${bound} as real)` },
  numeric: { out: exact, in: (bound) => sql`cast(${bound} as numeric)` },
  // `hex` makes an empty text of NULL.
  bytes: { out: (value) => sql`iif(${value} is null, null, hex(${value}))`, in: (bound) => sql`unhex(${bound})` },
};

/** A place inside JSON may hold any type. */
const anything: Codec = {
  out: (value) => sql`iif(typeof(${value}) = 'real', json(printf('%!.17g', ${value})), ${value})`,
  in: (bound) => bound,
};

function codecOf(field: Field): Codec {
  return field.path.length > 0 ? anything : (codecs[field.column.type.kind.name] ?? plain);
}

/** `from … where …` with one condition more. */
export function narrowed(from: Sql<Slot>, where: readonly Sql<Slot>[], condition: Sql<Slot> | null): Sql<Slot> {
  const all = condition === null ? where : [...where, condition];
  return all.length === 0 ? sql`from ${from}` : sql`from ${from} where ${join(all, sql` and `)}`;
}
