import { expect } from "vitest";
import { mayWrite, playTables } from "./play-tables.ts";
import type { Recording } from "./recorder.ts";
import type { Scenario } from "./scenario.ts";
import type { Answer, Stage, StageOptions } from "./stage.ts";

/**
 * Plays tables of scenarios against an application. Each stands alone: what one wrote is undone before the next. Of each,
 * the SQL of every statement goes into the snapshot, so that a change of plan shows in review. For every answered read
 * holds: one statement, the session's check in it; for every write: one batch.
 */
export function play(options: StageOptions, tables: Readonly<Record<string, readonly Scenario[]>>): void {
  playTables(options, tables, {
    name: ({ name }) => name,
    writes: ({ request }) => mayWrite(request),
    isBroken: ({ openBug }) => openBug !== undefined,
    async check(stage, scenario) {
      const answer = await ask(stage, scenario);
      checkAnswer(scenario, answer);
      checkStatements(scenario, answer);
      expect(sqlText(answer.recording)).toMatchSnapshot("sql");
      await checkEffects(stage, scenario.effects);
    },
  });
}

export async function checkEffects(stage: Stage, effects: Scenario["effects"] = []): Promise<void> {
  for (const effect of effects) expect(await stage.rowsOf(effect), effect.sql).toEqual(effect.rows);
}

export async function ask(stage: Stage, scenario: Scenario): Promise<Answer> {
  const [method = "", ...path] = scenario.request.split(" ");
  const { body } = scenario;
  const isText = typeof body === "object" && body !== null && "text" in body && Object.keys(body).length === 1;
  const text = body === undefined ? null : isText ? String(body.text) : JSON.stringify(body);
  return stage.fetch(
    new Request(`http://perigee.test${scenario.base ?? "/rest/v1"}${path.join(" ")}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(await stage.credentials(scenario.who ?? "anon")),
        ...scenario.headers,
      },
      ...(text === null ? {} : { body: text }),
    }),
  );
}

export function checkAnswer(scenario: Scenario, { response, text }: Answer): void {
  const said = `${response.status} ${text.slice(0, 800)}`;
  expect(response.status, said).toBe(scenario.status);
  if (scenario.text !== undefined) expect(text).toBe(scenario.text);
  if (scenario.answer === "") expect(text).toBe("");
  else if (scenario.answer !== undefined) expect(JSON.parse(text)).toEqual(scenario.answer);
  for (const [name, wanted] of Object.entries(scenario.answerHeaders ?? {})) {
    const given = response.headers.get(name);
    if (wanted instanceof RegExp) expect(given, name).toMatch(wanted);
    else expect(given, name).toBe(wanted);
  }
}

type Asked = Pick<Scenario, "base" | "request" | "roundTrips" | "who" | "headers">;

export function checkStatements(
  scenario: Asked,
  { response, recording }: Pick<Answer, "response" | "recording">,
): void {
  const { batches } = recording;
  const isData = (scenario.base ?? "/rest/v1") === "/rest/v1";
  if (scenario.roundTrips !== undefined) {
    expect(batches.length, sqlText(recording)).toBe(scenario.roundTrips);
    return;
  }
  if (!response.ok || !isData) {
    expect(batches.length, sqlText(recording)).toBeLessThanOrEqual(1);
    return;
  }
  expect(batches.length, sqlText(recording)).toBe(1);
  const [statements = []] = batches;
  if (/^(?:GET|HEAD) /.test(scenario.request)) {
    expect(statements, "one statement").toHaveLength(1);
    expect(/auth_sessions/.test(statements.at(0) ?? ""), "the session's check is in it").toBe(hasSession(scenario));
  } else {
    const last = /^update "_perigee_c(?:hanges|ontext)"|perigee:told/;
    expect(statements.at(-1), "the last statement sees to the actor, or undoes all").toMatch(last);
    const isChecked = statements.slice(0, -1).some((statement) => statement.includes("auth_sessions"));
    expect(isChecked, "the session is checked before or with the write").toBe(hasSession(scenario));
  }
}

/** Of the people of a definition, all have a session. */
function hasSession({ who = "anon", headers }: Asked): boolean {
  return who !== "anon" && who !== "service" && headers?.authorization === undefined;
}

export function sqlText({ batches }: Recording): string {
  if (batches.length === 0) return "no round trip";
  return batches.map((statements) => statements.map(lines).join("\n;\n")).join("\n\n--- next round trip\n\n");
}

/** Broken before the words where a reader would break it. */
function lines(sql: string): string {
  return sql.replace(/ (?=(?:from|where|order by|limit|union all|returning|on conflict|left join|join)\b)/g, "\n  ");
}
