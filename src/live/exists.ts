import type { LogDatabase } from "../changes/ports.ts";
import type { Principal } from "../kernel/principal.ts";
import { callerList, callerValue } from "../rules/caller-value.ts";
import type { Row } from "../rules/evaluate.ts";
import { type Exists, type Expression, operandsOf } from "../rules/expression.ts";
import { nowValue } from "../rules/now-value.ts";
import { type RuleSlot, ruleSql, storedList } from "../rules/to-sql.ts";
import type { Stored } from "../schema/kinds/kind.ts";
import { type Statement, statement } from "../sql/compile.ts";
import { fill, integer, ref, type Sql, sql, value } from "../sql/fragment.ts";

/** An `exists` of a rule, asked for a row, by somebody, at a moment. */
export interface Question {
  readonly expression: Exists;
  readonly row: Row;
  readonly principal: Principal;
  /** In the stored form of timestamps. */
  readonly now: string;
}

/** One of the values that decide the answer, and how to find it. */
type Input = { readonly kind: "column"; readonly name: string } | { readonly kind: "slot"; readonly slot: RuleSlot };

interface Plan {
  readonly inputs: readonly Input[];
  readonly tree: (cases: string) => Sql<never>;
}

// Ours: D1 takes parameters up to 2 MB.
const maxCaseCharacters = 400_000;

/**
 * Answers of the database to the `exists` of rules: every question of many changes and principals at once, each distinct one
 * once, one statement for each `exists` of the definition. They are about the data as it is when they are asked.
 */
export class ExistsAnswers {
  readonly #answers = new Map<Exists, Map<string, boolean>>();
  readonly #open = new Map<Exists, Set<string>>();

  /** Null where the database has to be asked first: by `fetch`. */
  answer(question: Question): boolean | null {
    const { expression } = question;
    const key = inputText(planOf(expression), question);
    const known = this.#answers.get(expression)?.get(key);
    if (known !== undefined) return known;
    const open = this.#open.get(expression) ?? new Set();
    this.#open.set(expression, open.add(key));
    return null;
  }

  get isComplete(): boolean {
    return this.#open.size === 0;
  }

  async fetch(database: LogDatabase): Promise<void> {
    const portions = [...this.#open].flatMap(([expression, keys]) => portionsOf(expression, [...keys]));
    const statements = portions.map(({ expression, keys }) => asStatement(expression, keys));
    const results = await database.batch(statements, { retry: true });
    for (const [index, { expression, keys }] of portions.entries()) {
      const answers = this.#answers.get(expression) ?? new Map<string, boolean>();
      this.#answers.set(expression, answers);
      const held: readonly unknown[] = JSON.parse(String(results[index]?.rows[0]?.held));
      for (const [place, key] of keys.entries()) answers.set(key, held[place] === 1);
    }
    this.#open.clear();
  }
}

interface Portion {
  readonly expression: Exists;
  readonly keys: readonly string[];
}

function portionsOf(expression: Exists, keys: readonly string[]): readonly Portion[] {
  const portions: { readonly expression: Exists; readonly keys: string[] }[] = [];
  let characters = Number.POSITIVE_INFINITY;
  for (const key of keys) {
    characters += key.length + 1;
    if (characters > maxCaseCharacters) {
      portions.push({ expression, keys: [] });
      characters = key.length;
    }
    portions.at(-1)?.keys.push(key);
  }
  return portions;
}

/** One row: a JSON list of 0 and 1, in the order of the cases. */
function asStatement(expression: Exists, keys: readonly string[]): Statement {
  return statement(planOf(expression).tree(`[${keys.join(",")}]`));
}

const plans = new WeakMap<Exists, Plan>();

function planOf(expression: Exists): Plan {
  let plan = plans.get(expression);
  if (plan === undefined) {
    plan = makePlan(expression);
    plans.set(expression, plan);
  }
  return plan;
}

/** The cases are rows of `json_each`: a list of inputs each, whose places stand where a statement has columns and slots. */
function makePlan(expression: Exists): Plan {
  const names = [...new Set(outerColumns(expression))];
  const inputs: Input[] = names.map((name) => ({ kind: "column", name }));
  let aliases = 0;
  const open = ruleSql(expression, {
    column: (name) => input(names.indexOf(name)),
    alias: () => `e${aliases++}`,
  });
  const condition = fill<RuleSlot>(open, (slot) => {
    const place = inputs.push({ kind: "slot", slot }) - 1;
    // `json_each` reads a list from its JSON text.
    return slot.kind === "caller" && slot.list ? sql`(${ref("given", "value")} -> ${integer(place)})` : input(place);
  });
  return {
    inputs,
    tree: (cases) =>
      sql`select json_group_array(${condition} order by "given"."key") as "held" from json_each(${value(cases)}) as "given"`,
  };
}

function input(place: number): Sql<never> {
  return sql`(${ref("given", "value")} ->> ${integer(place)})`;
}

/** The columns of the row that the rule is about, named anywhere inside. */
function* outerColumns(expression: Expression, depth: number = 0): Generator<string> {
  if (expression.kind === "exists") yield* outerColumns(expression.where, depth + 1);
  else if (expression.kind === "not") yield* outerColumns(expression.item, depth);
  else if (expression.kind === "and" || expression.kind === "or") {
    for (const item of expression.items) yield* outerColumns(item, depth);
  }
  for (const operand of operandsOf(expression)) {
    if (operand.kind === "column" && operand.depth === depth) yield operand.column;
  }
}

/** What decides the answer, as a JSON list. */
function inputText({ inputs }: Plan, question: Question): string {
  return `[${inputs.map((each) => inputJson(each, question)).join(",")}]`;
}

function inputJson(each: Input, { row, principal, now }: Question): string {
  if (each.kind === "column") return storedJson(row[each.name] ?? null);
  const { slot } = each;
  if (slot.kind === "caller") {
    return slot.list ? storedList(callerList(principal, slot)) : storedJson(callerValue(principal, slot));
  }
  const moment = nowValue(now, slot);
  return storedJson(moment.ok ? moment.value : null);
}

function storedJson(stored: Stored): string {
  return typeof stored === "bigint" ? String(stored) : JSON.stringify(stored);
}
