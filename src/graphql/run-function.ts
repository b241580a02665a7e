import type { Composing, Context } from "../engine/request.ts";
import { openExchange } from "../functions/exchange.ts";
import { rowsOf, singleValue, sourceFor, valuesOf } from "../functions/result.ts";
import { rowsJson, rowsParameter } from "../functions/rows.ts";
import { callFailure, invoke } from "../functions/run.ts";
import type { Failure } from "../kernel/failure.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import type { FunctionRoot } from "./operation.ts";
import type { Prepared } from "./prepare.ts";
import type { Runner } from "./runner.ts";

/** Calls a function and gives what it has given as JSON text. What can be wrong with what is asked is known before it runs. */
export async function callFunction(
  runner: Runner,
  root: FunctionRoot,
  { shape, variables }: Prepared,
  context: Context,
): Promise<Result<string, Failure>> {
  const { fn, shaped, key } = root;
  const refused = callFailure(fn, { context, policy: runner.policy });
  if (refused !== null) return err(refused);
  let composing: Composing | null = null;
  if (shaped !== null) {
    const { member, finds } = shaped;
    const request = {
      shape: `${shape} ${key}`,
      build: () => ok({ members: [member] }),
      arguments: finds.map((find) => find(variables)),
    };
    const made = runner.engine.compose(request, context);
    if (!made.ok) return made;
    composing = made.value;
  }
  const { engine, model, policy, query } = runner;
  const invocation = { engine, model, policy, context, query, maxAffected: null, exchange: openExchange(null) };
  const outcome = await invoke(fn, root.argument(variables), invocation);
  if (!outcome.ok) return outcome;
  return composing === null
    ? ok(await plainText(root, outcome.value))
    : shapedText(runner, root, { composing, outcome: outcome.value, context });
}

/** A value as its type has it: JSON is text, an answer of nothing is `true`. */
async function plainText({ fn, json }: FunctionRoot, outcome: unknown): Promise<string> {
  const { output } = fn;
  switch (output.kind) {
    case "void":
      return "true";
    case "value":
      return scalarText(await singleValue(fn, outcome, output.element), json);
    case "values": {
      const texts = await valuesOf(fn, outcome, output.element);
      return `[${texts.map((text) => scalarText(text, json === null ? null : json - 1)).join()}]`;
    }
    case "row":
    case "rows": {
      const columns = [...output.collection.columns.values()];
      const rows = await rowsOf(fn, outcome, { output, columns });
      const texts = rows.map((row) => JSON.stringify(rowsJson([row], output.collection, columns).slice(1, -1)));
      return output.kind === "rows" ? `[${texts.join()}]` : (texts[0] ?? "null");
    }
  }
}

/** JSON inside so many lists as texts; `json` null: what is none stays as it is. */
function scalarText(text: string, json: number | null): string {
  if (json === null || text === "null") return text;
  if (json === 0) return JSON.stringify(text);
  const items: readonly unknown[] = JSON.parse(text);
  return `[${items.map((item) => scalarText(JSON.stringify(item), json - 1)).join()}]`;
}

interface Shaped {
  readonly composing: Composing;
  readonly outcome: unknown;
  readonly context: Context;
}

async function shapedText(
  { model, policy }: Runner,
  { fn }: FunctionRoot,
  { composing, outcome, context }: Shaped,
): Promise<Result<string, Failure>> {
  const { output } = fn;
  if (output.kind !== "rows" && output.kind !== "row") throw new TypeError(`${fn.name} gives no rows`);
  const source = sourceFor(fn, output, { model, policy, role: context.principal.role });
  if (!source.ok) return source;
  const rows = await rowsOf(fn, outcome, { output, columns: source.value.columns });
  const answer = await composing(rowsParameter(rows, output.collection));
  return answer.ok ? ok(answer.value[0] ?? "null") : answer;
}
