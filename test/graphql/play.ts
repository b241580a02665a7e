import { beforeAll, describe, expect, it } from "vitest";
import { sqlText } from "../scenarios/play.ts";
import { openStage, type Stage, type StageOptions } from "../scenarios/stage.ts";

/** A document, its variables and who asks. Status, answer and SQL are in the snapshot. */
export interface GraphCase {
  readonly name: string;
  readonly who?: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** How often the database is asked. Default 1: an operation is one statement, a mutation one batch. */
  readonly roundTrips?: number;
}

export function playGraph(options: StageOptions, tables: Readonly<Record<string, readonly GraphCase[]>>): void {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(options);
  });
  for (const [title, cases] of Object.entries(tables)) {
    describe(title, () => {
      it.each(cases.map((each) => [each.name, each] as const))("%s", async (_, each) => {
        const { who = "anon", query, variables } = each;
        const request = new Request("http://perigee.test/graphql/v1", {
          method: "POST",
          headers: {
            "content-type": "application/json",
            accept: "application/graphql-response+json",
            ...(await stage.credentials(who)),
          },
          body: JSON.stringify({ query, variables }),
        });
        const { response, text, recording } = await stage.fetch(request);
        if (/^\s*mutation/.test(query)) await stage.reset();
        expect(JSON.stringify(JSON.parse(text), null, 1)).toMatchSnapshot(`answer ${response.status}`);
        expect(sqlText(recording)).toMatchSnapshot("sql");
        expect(recording.batches.length, sqlText(recording)).toBe(each.roundTrips ?? 1);
        const [statements = []] = recording.batches;
        if (response.ok && !/^\s*mutation/.test(query) && each.roundTrips !== 0) expect(statements).toHaveLength(1);
      });
    });
  }
}
