import { writeFileSync } from "node:fs";
import { ddl } from "../tools/db/ddl.ts";
import { startCeiling } from "./ceiling/start.ts";
import { chinook } from "./chinook/app.ts";
import type { Contender } from "./contender.ts";
import { changeLog } from "./fixture.ts";
import { type LoadThread, startLoadThread } from "./load-thread.ts";
import { measure } from "./measure.ts";
import { type Options, readOptions } from "./options.ts";
import { startPerigee } from "./perigee/start.ts";
import { priced, startPrices } from "./prices/start.ts";
import { formatCosts, profile } from "./profile.ts";
import { formatPrices, formatTable, type Result, summarize } from "./report.ts";
import { verifyEqual } from "./verify.ts";
import { type Workload, workloads } from "./workloads.ts";

const everything = await ddl(chinook);
const withoutLog = everything.filter((statement) => !/^\s*create trigger/i.test(statement));
const anybody = "11111111-1111-4111-8111-111111111111";

/** Who competes, the one that the others are held against first. `forWrites`: also the ceiling that logs changes. */
interface Field {
  readonly contenders: readonly Contender[];
  readonly forWrites: readonly Contender[];
}

async function startField(noise: boolean): Promise<Field> {
  if (noise) {
    const twin = { ddl: withoutLog, log: null, userId: anybody };
    const contenders = [
      await startCeiling({ ...twin, name: "ceiling" }),
      await startCeiling({ ...twin, name: "ceiling again" }),
    ];
    return { contenders, forWrites: contenders };
  }
  const perigee = await startPerigee(everything);
  const { userId } = perigee;
  const ceiling = await startCeiling({ name: "ceiling", ddl: withoutLog, log: null, userId });
  const logging = await startCeiling({ name: "ceiling + change log", ddl: everything, log: changeLog, userId });
  return { contenders: [ceiling, perigee], forWrites: [ceiling, perigee, logging] };
}

async function runMeasurements(options: Options, thread: LoadThread): Promise<void> {
  const field = await startField(options.noise);
  const results: Result[] = [];
  try {
    for (const workload of chosen(options)) {
      const contenders = workload.writes ? field.forWrites : field.contenders;
      await verifyEqual(contenders, workload);
      const result = await measure(contenders, workload, { ...options, thread });
      results.push(result);
      const foreign = `others used up to ${(result.foreignLoad * 100).toFixed(0)} % of a processor`;
      process.stderr.write(`${workload.name}: ${result.turnsPlayed} turns played; in those that count ${foreign}\n`);
    }
  } finally {
    await Promise.all(field.forWrites.map(({ side }) => side.stop()));
  }
  const lines = results.flatMap(summarize);
  console.log(formatTable(lines));
  if (options.json !== null) writeFileSync(options.json, JSON.stringify({ options, lines, results }, null, 2));
}

async function runProfiles(options: Options, thread: LoadThread): Promise<void> {
  const perigee = await startPerigee(everything, true);
  const { userId } = perigee;
  const ceiling = await startCeiling({ name: "ceiling", ddl: withoutLog, log: null, userId, inspect: true });
  try {
    for (const workload of chosen(options)) {
      for (const contender of [ceiling, perigee]) {
        const { functions, modules } = await profile(contender, workload, { ...options, thread });
        console.log(`\n${workload.name}, ${contender.side.name}, µs a request by module`);
        console.log(formatCosts(modules, 25));
        console.log(`\n${workload.name}, ${contender.side.name}, µs a request by function`);
        console.log(formatCosts(functions, 40));
      }
    }
  } finally {
    await Promise.all([perigee, ceiling].map(({ side }) => side.stop()));
  }
}

async function runPrices(options: Options, thread: LoadThread): Promise<void> {
  const contenders = await startPrices(everything);
  try {
    console.log(formatPrices(await measure(contenders, priced, { ...options, thread })));
  } finally {
    await contenders[0]?.side.stop();
  }
}

function chosen({ only }: Options): readonly Workload[] {
  return workloads.filter(({ name }) => only.length === 0 || only.includes(name));
}

const options = readOptions(process.argv.slice(2));
const thread = startLoadThread();
try {
  const run = options.prices ? runPrices : options.profile ? runProfiles : runMeasurements;
  await run(options, thread);
} finally {
  await thread.stop();
}
