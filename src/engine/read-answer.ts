import type { ReadPlan } from "../plan/read.ts";
import { keptName } from "../sql/secret.ts";
import { encodeCursor } from "./cursor.ts";
import type { ResultSet } from "./ports.ts";
import type { ReadAnswer } from "./request.ts";

/** What a read's statement gave, as its answer. */
export function readAnswer(result: ResultSet | undefined, plan: ReadPlan): ReadAnswer {
  const answer = rowsAnswer(result?.rows ?? [], plan);
  const place = plan.keyset === null ? null : (result?.rows.at(-1)?.k ?? null);
  return plan.keyset === null || place === null
    ? answer
    : { ...answer, cursor: encodeCursor(String(place), plan.keyset) };
}

function rowsAnswer(rows: ResultSet["rows"], plan: ReadPlan): ReadAnswer {
  if (plan.form === "array") {
    const [row] = rows;
    const answer = { json: String(row?.j), count: Number(row?.n), total: plan.total ? Number(row?.t) : null };
    const kept = row?.[keptName("j")];
    return typeof kept === "string" ? { ...answer, kept } : answer;
  }
  const { heads, total } = plan;
  const texts: string[] = [];
  for (let index = heads; index < rows.length; index++) texts.push(String(rows[index]?.j));
  const answer = {
    json: `[${texts.join(",")}]`,
    count: texts.length,
    total: total ? Number(rows[heads - 1]?.j) : null,
  };
  const body = rows.slice(heads);
  if (!body.some((row) => keptName("j") in row)) return answer;
  return { ...answer, kept: `[${body.map((row) => String(row[keptName("j")] ?? row.j)).join(",")}]` };
}
