import { isReserved } from "./lex.ts";
import { type LiftedValue, valueReader } from "./operand.ts";
import { parseOperation } from "./parse-operation.ts";
import { decodeText } from "./percent.ts";
import { Scanner } from "./scanner.ts";

/** The query string of a call: what it gives to the function, and what it asks of the result. */
export interface CallQuery {
  /** Name and text, in the order of the URL. Of a POST, none. */
  readonly arguments: readonly (readonly [string, string])[];
  /** As in a query string; empty where nothing is asked. */
  readonly asked: string;
  /** The arguments that are taken from a body, whatever else it holds; null for all. */
  readonly columns: string | null;
}

/**
 * A GET has its arguments in the query string: whatever is neither a word of the dialect nor a filter.
 * Source: https://docs.postgrest.org/en/v14/references/api/functions.html
 */
export function splitQuery(query: string, hasArguments: boolean): CallQuery {
  const given: [string, string][] = [];
  const asked: string[] = [];
  let columns: string | null = null;
  for (const pair of query.split("&")) {
    const equals = pair.indexOf("=");
    if (equals === -1) continue;
    const key = decodeText(pair.slice(0, equals));
    const value = pair.slice(equals + 1);
    if (key === "columns") columns ??= decodeText(value);
    else if (hasArguments && !isReserved(key) && !isFilter(decodeText(value))) given.push([key, decodeText(value)]);
    else if (key !== "on_conflict" && !(key === "select" && value === "*")) asked.push(pair);
  }
  return { arguments: given, asked: asked.join("&"), columns };
}

function isFilter(text: string): boolean {
  const scanner = new Scanner(text);
  const values: LiftedValue[] = [];
  return parseOperation(scanner, valueReader(values, "filter")) !== null;
}
