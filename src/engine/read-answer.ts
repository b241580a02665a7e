import type { ReadPlan } from "../plan/read.ts";
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
    return { json: String(row?.j), count: Number(row?.n), total: plan.total ? Number(row?.t) : null };
  }
  const { heads, total } = plan;
  const texts: string[] = [];
  for (let index = heads; index < rows.length; index++) texts.push(String(rows[index]?.j));
  return { json: `[${texts.join(",")}]`, count: texts.length, total: total ? Number(rows[heads - 1]?.j) : null };
}
