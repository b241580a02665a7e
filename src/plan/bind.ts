import { type Failure, failure } from "../kernel/failure.ts";
import type { Json } from "../kernel/json.ts";
import type { Principal } from "../kernel/principal.ts";
import { collect, err, ok, type Result } from "../kernel/result.ts";
import type { ArgumentValue } from "../query/read.ts";
import { callerList, callerValue } from "../rules/caller-value.ts";
import { nowValue } from "../rules/now-value.ts";
import { storedList } from "../rules/to-sql.ts";
import { jsonKind } from "../schema/kinds/json.ts";
import type { ColumnType, ParseReason, Stored } from "../schema/kinds/kind.ts";
import { parseJson, parseText } from "../schema/kinds/parse.ts";
import type { Statement, Template } from "../sql/compile.ts";
import type { SqlValue } from "../sql/fragment.ts";
import type { GivenRows, Secret, SecretGiven, SecretRows } from "../sql/secret.ts";
import { cursorValues } from "./cursor.ts";
import type { PatternReason } from "./pattern/node.ts";
import { createPatternMemory } from "./pattern/remember.ts";
import { compileSearch } from "./search/match.ts";
import type { ArgumentForm, Slot } from "./slot.ts";

/** Everything that a request brings to a plan. */
export interface Bindings {
  readonly arguments: readonly ArgumentValue[];
  readonly context: Asker;
  /** The rows of a write as JSON text; null for a read. */
  readonly rows: string | null;
  /** How many rows a write may change at most; needed where its plan asks. */
  readonly most?: number;
  /** In the place of `rows`, where some of their cells are to be encrypted. */
  readonly secret?: SecretRows | SecretGiven | null;
  /** Encrypted values are compared as they are kept, and come out for nobody. */
  readonly bare?: boolean;
}

/** Who asks, and when. */
export interface Asker {
  readonly principal: Principal;
  /** In the stored form of timestamps. */
  readonly now: string;
}

/** Rows that came with the request, as bindings. */
export function givenRows(rows: GivenRows | null): Pick<Bindings, "rows" | "secret"> {
  return typeof rows === "string" || rows === null ? { rows } : { rows: null, secret: rows };
}

/** Puts a request's values into a plan. Fails with the code of the first value that is not of its column's kind. */
export function bind(template: Template<Slot>, bindings: Bindings): Result<Statement, Failure> {
  const params: SqlValue[] = [];
  let secrets: Secret[] | null = null;
  for (const hole of template.holes) {
    if (hole.kind === "value") {
      params.push(hole.value);
      continue;
    }
    if (isSecret(hole.slot, bindings)) {
      const secret = slotSecret(hole.slot, bindings, params.length);
      if (!secret.ok) return secret;
      secrets ??= [];
      secrets.push(secret.value);
      params.push(null);
      continue;
    }
    const bound = slotValue(hole.slot, bindings);
    if (!bound.ok) return bound;
    params.push(bound.value);
  }
  return ok(secrets === null ? { sql: template.sql, params } : { sql: template.sql, params, secrets });
}

function isSecret(slot: Slot, { secret, bare }: Bindings): boolean {
  if (slot.kind === "argument") return slot.form.as === "blind" || slot.form.as === "blinds";
  return slot.kind === "token" ? bare !== true : slot.kind === "rows" && secret !== undefined && secret !== null;
}

function slotSecret(slot: Slot, bindings: Bindings, at: number): Result<Secret, Failure> {
  if (slot.kind === "token") return ok({ kind: "token", at });
  const { secret: rows } = bindings;
  if (slot.kind === "rows" && rows)
    return ok("plan" in rows ? { kind: "rows", at, rows } : { kind: "given", at, rows });
  const argument = slot.kind === "argument" ? bindings.arguments[slot.index] : undefined;
  if (slot.kind !== "argument" || argument === undefined) throw new TypeError("no secret");
  const { form } = slot;
  if (form.as === "blind") {
    const stored = storedArgument(argument, form.type);
    if (!stored.ok) return err(badValue(stored.error));
    return ok({ kind: "blind", at, column: form.column, clear: textOrNull(stored.value) });
  }
  if (form.as !== "blinds") throw new TypeError("no secret");
  const values = collect(itemsOf(argument), (item) => storedItem(item, form.type));
  if (!values.ok) return values;
  return ok({ kind: "blind", at, column: form.column, clear: values.value.map(textOrNull) });
}

function textOrNull(stored: Stored): string | null {
  return stored === null ? null : String(stored);
}

function slotValue(slot: Slot, bindings: Bindings): Result<SqlValue, Failure> {
  switch (slot.kind) {
    case "argument": {
      const argument = bindings.arguments[slot.index];
      if (argument === undefined) throw new TypeError(`argument ${slot.index} is missing`);
      return argumentValue(argument, slot.form);
    }
    case "rows":
      return ok(bindings.rows);
    case "most":
      if (bindings.most === undefined) throw new TypeError("how many rows may change is missing");
      return ok(bindings.most);
    case "token":
      return ok("");
    case "expected":
      return ok(null);
    case "session":
      return ok(bindings.context.principal.sessionId);
    case "actor":
      return ok(actorOf(bindings.context.principal));
    case "caller":
      if (slot.list) return ok(storedList(callerList(bindings.context.principal, slot)));
      return ok(parameter(callerValue(bindings.context.principal, slot)));
    case "now": {
      const moment = nowValue(bindings.context.now, slot);
      return ok(moment.ok ? parameter(moment.value) : null);
    }
  }
}

/** Who the change log says has written. */
function actorOf(principal: Principal): string {
  return principal.id ?? principal.role;
}

function argumentValue(argument: ArgumentValue, form: ArgumentForm): Result<SqlValue, Failure> {
  switch (form.as) {
    case "value": {
      const stored = storedArgument(argument, form.type);
      return stored.ok ? ok(parameter(stored.value)) : err(badValue(stored.error));
    }
    case "list":
      return listArgument(argument, (item) => storedItem(item, form.type));
    case "native":
    case "program":
      return patternArgument(argument, form);
    case "match":
    case "exclude":
      return searchArgument(textOf(argument), form);
    case "blind":
    case "blinds":
      return ok(null);
    case "json-scalar":
      return jsonScalar(textOf(argument));
    case "json-scalars":
      return listArgument(argument, (item) => jsonScalar(itemText(item)));
    case "limit": {
      const count = rowCount(textOf(argument));
      return count.ok ? ok(Math.min(count.value, form.most)) : count;
    }
    case "offset":
      return rowCount(textOf(argument));
    case "place":
      return ok(placeOf(argument, form.at));
    case "cursor": {
      const values = cursorValues(textOf(argument), form);
      return values.ok ? ok(placeOf({ kind: "json", json: values.value }, form.at)) : values;
    }
  }
}

export function storedArgument(argument: ArgumentValue, type: ColumnType): Result<Stored, ParseReason> {
  if (argument.kind === "json") return parseJson(argument.json, type);
  return parseText(textOf(argument), type);
}

const patterns = createPatternMemory();

function patternArgument(
  argument: ArgumentValue,
  { as, syntax, quantifier }: Extract<ArgumentForm, { as: "native" | "program" }>,
): Result<SqlValue, Failure> {
  if (quantifier === null) {
    const compiled = patterns.one(textOf(argument), syntax);
    return compiled.ok ? ok(compiled.value[as]) : err(badValue(compiled.error));
  }
  const compiled = patterns.list(itemsOf(argument).map(itemText), quantifier, syntax);
  if (!compiled.ok) return err(badValue(compiled.error));
  return ok(as === "native" ? storedList(compiled.value.natives) : compiled.value.program);
}

/** A string without a word in it matches nothing. */
const noWord = '""';

function searchArgument(
  text: string,
  { as, language, columns }: Extract<ArgumentForm, { as: "match" | "exclude" }>,
): Result<SqlValue, Failure> {
  const compiled = compileSearch(text, language, columns);
  if (!compiled.ok) return err(failure(compiled.error.code, compiled.error.message));
  const match = compiled.value;
  if (as === "exclude") return ok(match?.negated === true ? match.expression : null);
  return ok(match === null || match.negated ? noWord : match.expression);
}

/** A cursor was checked where it was taken apart. */
function placeOf(argument: ArgumentValue, at: number): SqlValue {
  const value = argument.kind === "json" && Array.isArray(argument.json) ? argument.json[at] : undefined;
  return typeof value === "string" || typeof value === "number" ? value : null;
}

export type Item = { readonly text: string } | { readonly json: Json };

function listArgument(
  argument: ArgumentValue,
  parse: (item: Item) => Result<Stored, Failure>,
): Result<SqlValue, Failure> {
  const values = collect(itemsOf(argument), parse);
  return values.ok ? ok(storedList(values.value)) : values;
}

export function itemsOf(argument: ArgumentValue): readonly Item[] {
  if (argument.kind === "list") return argument.items.map((text) => ({ text }));
  if (argument.kind === "json" && Array.isArray(argument.json)) return argument.json.map((json: Json) => ({ json }));
  return [{ text: textOf(argument) }];
}

export function storedItem(item: Item, type: ColumnType): Result<Stored, Failure> {
  const stored = "text" in item ? parseText(item.text, type) : parseJson(item.json, type);
  return stored.ok ? stored : err(badValue(stored.error));
}

export function itemText(item: Item): string {
  if ("text" in item) return item.text;
  return typeof item.json === "string" ? item.json : JSON.stringify(item.json);
}

export function textOf(argument: ArgumentValue): string {
  if (argument.kind === "text") return argument.text;
  if (argument.kind === "list") return argument.items.join(",");
  return typeof argument.json === "string" ? argument.json : JSON.stringify(argument.json);
}

export function jsonScalar(text: string): Result<string, Failure> {
  const stored = parseText(text, { kind: jsonKind });
  if (!stored.ok) return err(badValue(stored.error));
  const json = String(stored.value);
  if (!json.startsWith("{") && !json.startsWith("[")) return ok(json);
  return err(failure("0A000", "the order of JSON objects and arrays is not available on this database"));
}

function rowCount(text: string): Result<number, Failure> {
  const count = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(count)) return ok(count);
  return err(
    failure("PGRST103", "Requested range not satisfiable", {
      details: /^-\d+$/.test(text) ? "Limit and offset must not be negative." : "Limit and offset must be integers.",
    }),
  );
}

/** A big integer travels as text: the column's affinity makes it a number again. */
function parameter(stored: Stored): SqlValue {
  return typeof stored === "bigint" ? String(stored) : stored;
}

export function badValue(reason: ParseReason | PatternReason): Failure {
  return failure(reason.code, reason.message, "details" in reason ? { details: reason.details } : {});
}
