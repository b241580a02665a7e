/** What D1 and a Durable Object's SQLite take as a bound parameter. Booleans are 0 and 1; big integers travel as text. */
export type SqlValue = string | number | null;

/**
 * A piece of SQL as a tree. Text enters it only through the literal parts of a template, so no value of a request can
 * become SQL. `S` is what is still open: slots that get their values when the statement is bound.
 */
export interface Sql<S = never> {
  readonly [brand]: true;
  readonly parts: readonly SqlPart<S>[];
}

export type SqlPart<S> =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "identifier"; readonly name: string }
  | { readonly kind: "value"; readonly value: SqlValue }
  | { readonly kind: "slot"; readonly slot: S };

declare const brand: unique symbol;

function make<S>(parts: readonly SqlPart<S>[]): Sql<S> {
  return { parts } as unknown as Sql<S>;
}

/** `` sql`select ${id("name")} from ${id("table")} where ${other}` `` */
export function sql<S = never>(text: TemplateStringsArray, ...inserts: readonly Sql<S>[]): Sql<S> {
  const parts: SqlPart<S>[] = [];
  for (const [index, piece] of text.entries()) {
    if (piece !== "") parts.push({ kind: "text", text: piece });
    const insert = inserts[index];
    if (insert !== undefined) parts.push(...insert.parts);
  }
  return make(parts);
}

/** A quoted identifier. Names come from the model alone. */
export function id(name: string): Sql<never> {
  return make([{ kind: "identifier", name }]);
}

/** `alias.column`, both quoted. */
export function ref(alias: string, column: string): Sql<never> {
  return sql`${id(alias)}.${id(column)}`;
}

/**
 * A text constant of the plan as a quoted literal: names of JSON members, paths. It costs no parameter, of which D1
 * allows 100; values of a request are never written this way.
 */
export function literal(constant: string): Sql<never> {
  if (constant.includes("\u0000") || !constant.isWellFormed()) return value(constant);
  return make([{ kind: "text", text: `'${constant.replaceAll("'", "''")}'` }]);
}

/** A constant that is always bound, never written into the text. */
export function value(constant: SqlValue): Sql<never> {
  return make([{ kind: "value", value: constant }]);
}

/** SQL that the definition itself holds, such as a column's default: nothing of a request is in it. */
export function definitionSql(text: string): Sql<never> {
  return make([{ kind: "text", text: `(${text})` }]);
}

/** A whole number as SQL text: a bound number would be a REAL. */
export function integer(number: number): Sql<never> {
  if (!Number.isSafeInteger(number)) throw new TypeError(`not an integer: ${number}`);
  return make([{ kind: "text", text: String(number) }]);
}

/** A parameter that gets its value when the statement is bound. Equal slot objects share one parameter. */
export function slot<S>(open: S): Sql<S> {
  return make([{ kind: "slot", slot: open }]);
}

export const empty: Sql<never> = make([]);

/** The fragments with `separator` between them; empty for none. */
export function join<S>(fragments: readonly Sql<S>[], separator: Sql<never>): Sql<S> {
  const parts: SqlPart<S>[] = [];
  for (const [index, fragment] of fragments.entries()) {
    if (index > 0) parts.push(...separator.parts);
    parts.push(...fragment.parts);
  }
  return make(parts);
}

export function comma<S>(fragments: readonly Sql<S>[]): Sql<S> {
  return join(fragments, sql`, `);
}

/** The tree with something in the place of each of its slots. */
export function fill<S, T = never>(tree: Sql<S>, replace: (slot: S) => Sql<T>): Sql<T> {
  return make(
    tree.parts.flatMap((part): readonly SqlPart<T>[] => (part.kind === "slot" ? replace(part.slot).parts : [part])),
  );
}
