import type { Order } from "../query/read.ts";
import { type FieldText, nameGoesOn, parseField, parseName } from "./parse-field.ts";
import type { Scanner } from "./scanner.ts";

export interface OrderTerm {
  /** `author(name)`: the embed whose column it is. */
  readonly embed: string | null;
  readonly field: FieldText;
  readonly descending: boolean;
  readonly nulls: Order["nulls"];
}

/** Source: https://docs.postgrest.org/en/v14/references/api/tables_views.html#ordering */
export function parseOrder(scanner: Scanner): readonly OrderTerm[] | null {
  const terms: OrderTerm[] = [];
  do {
    const term = parseTerm(scanner);
    if (term === null) return null;
    terms.push(term);
  } while (scanner.take(","));
  return scanner.atEnd() ? terms : scanner.fail(['","', "end of input"]);
}

function parseTerm(scanner: Scanner): OrderTerm | null {
  scanner.skipSpace();
  const embed = parseEmbed(scanner);
  const field = parseField(scanner);
  if (field === null) return null;
  if (embed !== null && !scanner.take(")")) return scanner.fail('")"');
  const direction = scanner.match(/\.(asc|desc)/y)?.[1];
  const nulls = scanner.match(/\.nulls(first|last)/y)?.[1];
  scanner.skipSpace();
  if (!scanner.atEnd() && scanner.text[scanner.position] !== ",") return failAfter(scanner, { direction, nulls });
  return {
    embed,
    field,
    descending: direction === "desc",
    nulls: nulls === "first" || nulls === "last" ? nulls : null,
  };
}

/** What stands after a term's field, and what should have. */
function failAfter(
  scanner: Scanner,
  { direction, nulls }: { readonly direction: string | undefined; readonly nulls: string | undefined },
): null {
  if (nulls === undefined && scanner.take(".")) {
    return scanner.failAtWord(direction === undefined ? ["asc", "desc", ...nullsWords] : nullsWords);
  }
  const ends = ['","', "end of input"];
  if (nulls !== undefined) return scanner.fail(ends, scanner.position, { bare: true });
  const more = direction === undefined ? nameGoesOn : [];
  return scanner.fail([...more, "delimiter (.)", ...ends], scanner.position, { bare: true });
}

const nullsWords: readonly string[] = ["nullsfirst", "nullslast"];

function parseEmbed(scanner: Scanner): string | null {
  const start = scanner.position;
  const name = parseName(scanner);
  if (name !== null && scanner.take("(")) return name;
  scanner.position = start;
  return null;
}

/** `columns` and `on_conflict`: names between commas. */
export function parseNames(scanner: Scanner): readonly string[] | null {
  const names: string[] = [];
  do {
    const name = parseName(scanner);
    if (name === null) return null;
    names.push(name);
  } while (scanner.takeLexeme(","));
  return scanner.atEnd() ? names : scanner.fail(['","', "end of input"]);
}
