import { writeFileSync } from "node:fs";
import { formatAttacks, measureAttacks } from "./attacks/run.ts";
import { everything, startField, startGraphField, startInspected } from "./field.ts";
import { graphWorkloads } from "./graphql/workloads.ts";
import { type LoadThread, startLoadThread } from "./load-thread.ts";
import { measure } from "./measure.ts";
import { type Options, readOptions } from "./options.ts";
import { startPerigee } from "./perigee/start.ts";
import { priced, startPrices } from "./prices/start.ts";
import { formatCosts, profile } from "./profile.ts";
import { formatPrices, formatTable, type Result, summarize } from "./report.ts";
import { verifyEqual } from "./verify.ts";
import { type Workload, workloads } from "./workloads.ts";

async function runMeasurements(options: Options, thread: LoadThread): Promise<void> {
  const contenders = options.graphql ? await startGraphField(false) : await startField(options);
  const results: Result[] = [];
  try {
    for (const workload of chosen(options)) {
      await verifyEqual(contenders, workload);
      const result = await measure(contenders, workload, { ...options, thread });
      results.push(result);
      const foreign = `others used up to ${(result.foreignLoad * 100).toFixed(0)} % of a processor`;
      process.stderr.write(`${workload.name}: ${result.turnsPlayed} turns played; in those that count ${foreign}\n`);
    }
  } finally {
    await Promise.all(contenders.map(({ side }) => side.stop()));
  }
  const lines = results.flatMap(summarize);
  console.log(formatTable(lines));
  // The same rounds, GraphQL against yoga.
  if (options.graphql) console.log(formatTable(results.map(lastFirst).flatMap(summarize)));
  if (options.json !== null) writeFileSync(options.json, JSON.stringify({ options, lines, results }, null, 2));
}

function lastFirst(result: Result): Result {
  return { ...result, contenders: result.contenders.slice(1).toReversed() };
}

async function runProfiles(options: Options, thread: LoadThread): Promise<void> {
  const contenders = options.graphql ? await startGraphField(true) : await startInspected();
  try {
    for (const workload of chosen(options)) {
      for (const contender of contenders) {
        const { functions, modules } = await profile(contender, workload, { ...options, thread });
        console.log(`\n${workload.name}, ${contender.side.name}, µs a request by module`);
        console.log(formatCosts(modules, 25));
        console.log(`\n${workload.name}, ${contender.side.name}, µs a request by function`);
        console.log(formatCosts(functions, 40));
      }
    }
  } finally {
    await Promise.all(contenders.map(({ side }) => side.stop()));
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

async function runAttacks(): Promise<void> {
  const perigee = await startPerigee(everything);
  try {
    console.log(formatAttacks(await measureAttacks(perigee)));
  } finally {
    await perigee.side.stop();
  }
}

function chosen({ only, graphql }: Options): readonly Workload[] {
  return (graphql ? graphWorkloads : workloads).filter(({ name }) => only.length === 0 || only.includes(name));
}

function runOf({ attacks, prices, profile: isProfile }: Options): typeof runMeasurements {
  if (attacks) return runAttacks;
  if (prices) return runPrices;
  return isProfile ? runProfiles : runMeasurements;
}

const options = readOptions(process.argv.slice(2));
const thread = startLoadThread();
try {
  await runOf(options)(options, thread);
} finally {
  await thread.stop();
}
