import { expect } from "vitest";
import { sqlText } from "../scenarios/play.ts";
import { playTables } from "../scenarios/play-tables.ts";
import type { Stage, StageOptions } from "../scenarios/stage.ts";

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
  playTables(options, tables, { name: ({ name }) => name, writes: ({ query }) => isMutation(query), check });
}

function isMutation(query: string): boolean {
  return /^\s*mutation/.test(query);
}

async function check(stage: Stage, { who = "anon", query, variables, roundTrips = 1 }: GraphCase): Promise<void> {
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
  expect(JSON.stringify(JSON.parse(text), null, 1)).toMatchSnapshot(`answer ${response.status}`);
  expect(sqlText(recording)).toMatchSnapshot("sql");
  expect(recording.batches.length, sqlText(recording)).toBe(roundTrips);
  const [statements = []] = recording.batches;
  if (response.ok && !isMutation(query) && roundTrips !== 0) expect(statements).toHaveLength(1);
}
