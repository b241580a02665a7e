import type { Json } from "../../src/kernel/json.ts";
import type { Principal } from "../../src/kernel/principal.ts";
import { embedsOf, isAggregated, type Query } from "./ask.ts";
import { answerOf } from "./naive.ts";
import { refusalOf } from "./refusal.ts";
import { isTotal } from "./request.ts";
import { grantInWords } from "./rule.ts";
import type { Answer } from "./stage.ts";
import type { Views, World } from "./world.ts";

export interface Asked {
  readonly principal: Principal;
  readonly query: Query;
  readonly url: string;
  readonly counted: boolean;
  readonly views: Views;
}

export interface Verdict {
  /** What kind of answer it was, for the statistics. */
  readonly kind: string;
  /** Null where the answer is as it must be. */
  readonly wrong: string | null;
}

export const tooDeep = "too deep for D1";

/** Holds an answer against what the naive evaluator says, and against what nobody may see. */
export function judge(asked: Asked, answer: Answer): Verdict {
  const leak = [...asked.views.values()]
    .flatMap((view) => view?.secrets ?? [])
    .find((secret) => answer.text.includes(secret));
  if (leak !== undefined) return { kind: "leak", wrong: `shows ${leak}` };
  const refusal = refusalOf(asked.query, asked.views);
  if (refusal === null) return judgeRows(asked, answer);
  const status = asked.principal.role === "anon" ? 401 : 403;
  const isRefused = answer.status === status && answer.text.includes('"code":"42501"');
  return { kind: `refused: ${refusal}`, wrong: isRefused ? null : `wanted ${status} and 42501 for the ${refusal}` };
}

function judgeRows({ query, views, counted }: Asked, answer: Answer): Verdict {
  const { rows, total } = answerOf(query, views);
  const offset = query.limit === 0 ? 0 : (query.offset ?? 0);
  if (counted && offset > total) {
    return { kind: "past the end", wrong: answer.status === 416 ? null : `wanted 416: ${offset} of ${total}` };
  }
  const range = rows.length > 0 ? `${offset}-${offset + rows.length - 1}` : "*";
  const contentRange = `${range}/${counted ? total : "*"}`;
  const status = counted && rows.length < total ? 206 : 200;
  const kind = isAggregated(query) ? "groups" : rows.length > 0 ? "rows" : "no rows";
  // D1 takes expressions 100 deep, and embeds under many masks can need more: documented, and an error, not wrong rows.
  if (answer.status === 400 && answer.text.includes('"code":"54000"')) return { kind: tooDeep, wrong: null };
  if (answer.status !== status) return { kind, wrong: `wanted ${status}\n${JSON.stringify(rows)}` };
  const loose = isLoose(query, views, false);
  const wanted = canonical(JSON.parse(JSON.stringify(rows)), loose);
  const given = canonical(JSON.parse(answer.text), loose);
  if (wanted !== given) return { kind, wrong: `wanted${loose ? " in any order" : ""}\n${JSON.stringify(rows)}` };
  return {
    kind,
    wrong:
      answer.contentRange === contentRange ? null : `wanted Content-Range ${contentRange}, got ${answer.contentRange}`,
  };
}

/** Whether some list of the answer may come in another order. */
function isLoose(query: Query, views: Views, toOne: boolean): boolean {
  const view = views.get(query.table.name) ?? null;
  const fields = query.select.filter((item) => item.kind === "field").length;
  const isOrdered = isAggregated(query) ? query.order.length === fields : isTotal(query.order, query.table, view);
  return (!toOne && !isOrdered) || embedsOf(query).some((embed) => isLoose(embed.query, views, embed.link.toOne));
}

/** JSON text with members sorted, and lists too where their order is open. */
export function canonical(json: Json, loose: boolean): string {
  if (Array.isArray(json)) {
    const items = json.map((item: Json) => canonical(item, loose));
    return `[${(loose ? items.sort() : items).join(",")}]`;
  }
  if (typeof json !== "object" || json === null) return JSON.stringify(json);
  const members = Object.entries(json).map(
    ([name, value]) => `${JSON.stringify(name)}:${canonical(value ?? null, loose)}`,
  );
  return `{${members.sort().join(",")}}`;
}

/** A counterexample that can be read. */
export function report(world: World, asked: Asked, answer: Answer, wrong: string): string {
  const { principal } = asked;
  return [
    "",
    `${principal.role} ${principal.id ?? ""} ${JSON.stringify(principal.claims)}${asked.counted ? ", count=exact" : ""}`,
    decodeURIComponent(asked.url),
    asked.url,
    worldInWords(world),
    `got ${answer.status} ${answer.contentRange}\n${answer.text}`,
    wrong,
    "",
  ].join("\n");
}

/** Tables, rules and rows. */
export function worldInWords({ family, rules, rows }: World): string {
  const lines = family.tables.flatMap((table) => [
    `table ${table.name}: ${table.columns.map((column) => `${column.name} ${column.kind}${column.notNull ? " not null" : ""}${column.unique ? " unique" : ""}${column.points === null ? "" : ` -> ${column.points}`}`).join(", ")}`,
    ...(rules.get(table.name) ?? []).map((grant) => `  ${grantInWords(grant)}`),
    ...(rows.get(table.name) ?? []).map(
      (row) =>
        `  | ${Object.entries(row)
          .map(([name, value]) => `${name}=${value}`)
          .join("  ")}`,
    ),
  ]);
  return lines.join("\n");
}
