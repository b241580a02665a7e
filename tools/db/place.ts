import { defaultState } from "../local-database.ts";
import { database, wranglerMust } from "../wrangler.ts";
import type { Row } from "./dump-rows.ts";

/** The local database, or with `--remote` the deployed one. */
export const placeOptions = {
  remote: { type: "boolean", default: false },
  "persist-to": { type: "string", default: defaultState },
  help: { type: "boolean", default: false },
} as const;

export const placeUsage: string = `  --remote                          the deployed database, not the local one
  --persist-to DIR                  where the local one lies (${defaultState})`;

export interface Place {
  readonly remote: boolean;
  readonly "persist-to": string;
}

/** An argument of a process has at most 128 kB on Linux. */
const maxCommand = 60_000;

export async function ask(place: Place, queries: readonly string[]): Promise<readonly (readonly Row[])[]> {
  const found: (readonly Row[])[] = [];
  let command = "";
  for (const query of queries) {
    if (command !== "" && command.length + query.length > maxCommand) {
      found.push(...(await askOnce(place, command)));
      command = "";
    }
    command += `${query};\n`;
  }
  if (command !== "") found.push(...(await askOnce(place, command)));
  return found;
}

async function askOnce(place: Place, command: string): Promise<readonly (readonly Row[])[]> {
  const { stdout } = await wranglerMust(["d1", "execute", database, ...flags(place), "--json", "--command", command]);
  const answers = JSON.parse(stdout.slice(stdout.indexOf("["))) as readonly { readonly results: readonly Row[] }[];
  return answers.map(({ results }) => results);
}

export async function execute(place: Place, file: string): Promise<void> {
  await wranglerMust(["d1", "execute", database, ...flags(place), "--yes", "--file", file]);
}

function flags(place: Place): readonly string[] {
  return place.remote ? ["--remote"] : ["--local", "--persist-to", place["persist-to"]];
}
