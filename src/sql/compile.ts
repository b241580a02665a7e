import { utf8 } from "../kernel/bytes.ts";
import type { Sql, SqlValue } from "./fragment.ts";
import { maxParameters, maxStatementBytes } from "./limits.ts";
import type { Secret } from "./secret.ts";

/** Ready to run: text and its parameters, `?1` being `params[0]`. */
export interface Statement {
  readonly sql: string;
  readonly params: readonly SqlValue[];
  /** Absent: all that it carries may leave the worker. */
  readonly secrets?: readonly Secret[];
}

/** A statement whose parameters are still open in part. Made once a shape, bound once a request. */
export interface Template<S> {
  readonly sql: string;
  readonly holes: readonly Hole<S>[];
  /** Every identifier in the text: its tables are among them. */
  readonly names: ReadonlySet<string>;
}

export type Hole<S> =
  | { readonly kind: "value"; readonly value: SqlValue }
  | { readonly kind: "slot"; readonly slot: S };

/** The statement is larger than D1 takes. */
export class SqlLimitError extends Error {
  override readonly name = "SqlLimitError";
}

/**
 * Writes the tree out once. Equal slots (the same object) share a parameter; `before` are parameters that other text has
 * taken already. Throws SqlLimitError past D1's limits.
 */
export function template<S>(tree: Sql<S>, before: readonly Hole<S>[] = []): Template<S> {
  const holes: Hole<S>[] = [...before];
  const numbers = new Map<unknown, number>();
  const names = new Set<string>();
  let text = "";
  for (const part of tree.parts) {
    if (part.kind === "text") text += part.text;
    else if (part.kind === "identifier") {
      names.add(part.name);
      text += quote(part.name);
    } else {
      const key: unknown = part.kind === "slot" ? part.slot : `${typeof part.value}:${part.value}`;
      let number = numbers.get(key);
      if (number === undefined) {
        number = holes.push(part);
        numbers.set(key, number);
      }
      text += `?${number}`;
    }
  }
  if (holes.length > maxParameters) throw new SqlLimitError(`${holes.length} parameters, ${maxParameters} allowed`);
  const bytes = utf8(text).length;
  if (bytes > maxStatementBytes) throw new SqlLimitError(`${bytes} bytes, ${maxStatementBytes} allowed`);
  return { sql: text, holes, names };
}

/** A finished statement with text around it. Its parameters come first. */
export function enclose<S>(before: Sql<never>, inner: Template<S>, after: Sql<S>): Template<S> {
  const end = template(after, inner.holes);
  const start = template(before);
  const names = new Set([...start.names, ...inner.names, ...end.names]);
  return { sql: `${start.sql}${inner.sql}${end.sql}`, holes: end.holes, names };
}

/** A tree without slots as a statement. */
export function statement(tree: Sql<never>): Statement {
  const made = template(tree);
  return { sql: made.sql, params: made.holes.map((hole) => (hole.kind === "value" ? hole.value : null)) };
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
