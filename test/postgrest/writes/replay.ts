import { ask, checkAnswer, checkEffects } from "../../scenarios/play.ts";
import { mayWrite, playTables } from "../../scenarios/play-tables.ts";
import type { Scenario } from "../../scenarios/scenario.ts";
import type { Stage, StageOptions } from "../../scenarios/stage.ts";

/** A request of PostgREST's own specification, and what its server answers. */
export interface Case extends Pick<Scenario, "who" | "headers" | "effects" | "text"> {
  /** `POST /projects?select=id`. */
  readonly ask: string;
  /** `Prefer`. */
  readonly prefer?: string;
  readonly send?: Scenario["body"];
  /** 200 unless given. */
  readonly status?: number;
  /** The answer's JSON; `""` for no body. */
  readonly gives?: unknown;
  /** Each header's value, a pattern for it, or null where there must be none. JSON as content type where `gives` is some. */
  readonly heads?: Scenario["answerHeaders"];
  /** Asked right after, of what this one has left. */
  readonly next?: Case;
}

export function replay(options: StageOptions, tables: Readonly<Record<string, readonly Case[]>>): void {
  playTables(options, tables, {
    name: ({ ask: asked }, place) => `${place + 1}: ${asked}`,
    writes: ({ ask: asked }) => mayWrite(asked),
    async check(stage, one) {
      for (let step: Case | undefined = one; step !== undefined; step = step.next) await check(stage, step);
    },
  });
}

async function check(stage: Stage, one: Case): Promise<void> {
  const { send, prefer, headers, gives, heads, status = 200 } = one;
  const scenario: Scenario = {
    ...one,
    name: one.ask,
    request: one.ask,
    status,
    headers: { ...headers, ...(prefer !== undefined && { prefer }) },
    answerHeaders: {
      ...((gives ?? "") !== "" && { "content-type": "application/json; charset=utf-8" }),
      ...(gives === "" && !one.ask.startsWith("HEAD ") && { "content-type": null }),
      ...heads,
    },
    ...(send !== undefined && { body: send }),
    ...(gives !== undefined && { answer: gives }),
  };
  checkAnswer(scenario, await ask(stage, scenario));
  await checkEffects(stage, one.effects);
}
