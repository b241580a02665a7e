import type { Failure } from "../kernel/failure.ts";
import { jsonItems, jsonMembers } from "../kernel/json-items.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import type { LiveEvent } from "../live/live.ts";
import type { Composite } from "../query/composite.ts";
import type { Row } from "../rules/evaluate.ts";
import { storedList } from "../rules/to-sql.ts";
import type { Collection } from "../schema/model.ts";
import { outcomeJson } from "./answer.ts";
import type { Related } from "./change-row.ts";
import { type Finishing, finish } from "./finish.ts";
import type { FollowedChanges } from "./operation.ts";
import { tableRequest } from "./run.ts";
import type { Runner } from "./runner.ts";

/** Changes of one stream, or of several that would be answered the same. */
export interface Telling extends Finishing {
  readonly follows: FollowedChanges;
  /** These are some of those whose answer together was too long. */
  readonly isTooLong?: boolean;
}

/**
 * The results by which changes are told, as JSON texts in their order. What is related to their rows is read by one
 * statement for all of them, under the rules of who asks; where that would be too long an answer, by several. What cannot
 * be read is told in the change that it belongs to. Fails where the database cannot answer now.
 */
export async function tellChanges(
  runner: Runner,
  events: readonly LiveEvent[],
  telling: Telling,
): Promise<Result<readonly string[], Failure>> {
  const related = await readRelated(runner, events, telling);
  if (!related.ok && related.error.status >= 500) return related;
  if (!related.ok && events.length > 1 && (await isTooLong(related.error, runner, telling))) {
    const half = events.length >> 1;
    const parts = { ...telling, isTooLong: true };
    const first = await tellChanges(runner, events.slice(0, half), parts);
    const second = first.ok ? await tellChanges(runner, events.slice(half), parts) : first;
    return first.ok && second.ok ? ok([...first.value, ...second.value]) : second;
  }
  const texts = events.map((event, index) => {
    const found = related.ok ? ok(related.value[index] ?? []) : related;
    return resultText({ kind: "change", event, related: found }, telling);
  });
  return ok(await Promise.all(texts));
}

/** Whether fewer rows may do: of a statement that is too complex there are none few enough. */
async function isTooLong({ code }: Failure, { engine }: Runner, telling: Telling): Promise<boolean> {
  if (code !== tooLarge || telling.isTooLong === true) return code === tooLarge;
  const composing = engine.compose(tableRequest(telling.prepared), telling.context);
  return composing.ok && (await composing.value("[]")).ok;
}

/** PostgreSQL's `program_limit_exceeded`. */
const tooLarge = "54000";

async function resultText(told: Parameters<FollowedChanges["write"]>[0], telling: Telling): Promise<string> {
  return outcomeJson(ok(await finish(telling.follows.write(told), telling)));
}

/** For each of the changes what the composite's members give for its row; nothing for one without. */
async function readRelated(
  { engine }: Runner,
  events: readonly LiveEvent[],
  { prepared, follows, context }: Telling,
): Promise<Result<readonly (readonly Related[])[], Failure>> {
  const { composite } = prepared.operation;
  const rows = events.flatMap(({ after }): Row[] => (after === null ? [] : [after]));
  if (composite.members.length === 0 || rows.length === 0) return ok([]);
  const composing = engine.compose(tableRequest(prepared), context);
  if (!composing.ok) return composing;
  const answer = await composing.value(givenRows(rows, follows.collection, composite));
  if (!answer.ok) return err(answer.error);
  const members = answer.value.map((text) => jsonItems(text).map(jsonMembers));
  let next = 0;
  return ok(
    events.map(({ after }) => {
      if (after === null) return [];
      const at = next++;
      return members.map((each) => each[at] ?? new Map<string, string>());
    }),
  );
}

/** Of each row what its relations are followed by: nothing else of it is needed to read what is related. */
function givenRows(rows: readonly Row[], { columns }: Collection, { members }: Composite): string {
  const followed = new Set<string>();
  for (const { read } of members) {
    for (const selection of read.select) {
      if (selection.kind !== "embed") continue;
      const { junction, pairs } = selection.relation;
      for (const { from } of junction?.near ?? pairs) followed.add(from);
    }
  }
  const names = [...columns.keys()];
  const cells = (row: Row): string =>
    storedList(names.map((name) => (followed.has(name) ? (row[name] ?? null) : null)));
  return `[${rows.map(cells).join()}]`;
}
