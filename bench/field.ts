import { ddl } from "../tools/db/ddl.ts";
import { startCeiling } from "./ceiling/start.ts";
import { chinook } from "./chinook/app.ts";
import type { Contender } from "./contender.ts";
import { startDutiful } from "./dutiful/start.ts";
import { graphRows, perigeeCall } from "./graphql/workloads.ts";
import type { Options } from "./options.ts";
import { startEarlier } from "./perigee/earlier.ts";
import { startPerigee } from "./perigee/start.ts";
import { startYoga } from "./yoga/start.ts";

/** Every statement that makes the database, and the same without what only Perigee needs. */
export const everything: readonly string[] = await ddl(chinook);
const withoutLog = everything.filter((statement) => !/^\s*create trigger/i.test(statement));

const anybody = "11111111-1111-4111-8111-111111111111";

/** Who competes; the others are held against the first. */
export async function startField({ noise, against }: Options): Promise<readonly Contender[]> {
  if (noise) return [await startBare(anybody), await startBare(anybody, { name: "ceiling again" })];
  if (against !== null) return [await startEarlier(against), await startPerigee(everything)];
  const perigee = await startPerigee(everything);
  const { userId } = perigee;
  return [await startBare(userId), perigee, await startDutiful(everything, userId)];
}

/** The two whose profiles are taken. */
export async function startInspected(): Promise<readonly Contender[]> {
  const perigee = await startPerigee(everything, true);
  return [await startBare(perigee.userId, { inspect: true }), perigee];
}

/** GraphQL beside the same tasks through REST, and beside somebody else's GraphQL. `alone`: Perigee's GraphQL, to be looked into. */
export async function startGraphField(alone: boolean): Promise<readonly Contender[]> {
  const perigee = await startPerigee(everything, alone);
  const side = { ...perigee.side, name: "Perigee GraphQL", ...(alone ? {} : { stop: async () => {} }) };
  const graph: Contender = { ...perigee, side, rows: graphRows, call: ({ name }, index) => perigeeCall(name, index) };
  if (alone) return [graph];
  const rest = { ...perigee, side: { ...perigee.side, name: "Perigee REST" } };
  return [rest, graph, await startYoga(withoutLog)];
}

interface BareOptions {
  readonly name?: string;
  readonly inspect?: boolean;
}

function startBare(userId: string, { name = "ceiling", inspect = false }: BareOptions = {}): Promise<Contender> {
  return startCeiling({ name, ddl: withoutLog, userId, inspect });
}
