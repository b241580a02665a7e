import { parentPort } from "node:worker_threads";
import { openConnection } from "./connection.ts";
import { percentile } from "./statistics.ts";

/** What the load thread is told to do. */
export interface Job {
  readonly host: string;
  readonly port: number;
  /** Whole HTTP requests; the connections take them in turn, over and over. ASCII only. */
  readonly requests: readonly string[];
  readonly connections: number;
  readonly seconds: number;
  /** Any other status counts as wrong. */
  readonly status: number;
}

export interface Outcome {
  readonly requests: number;
  readonly wrong: number;
  readonly seconds: number;
  readonly p50Millis: number;
  readonly p99Millis: number;
}

/** Each connection asks, waits for the whole answer, and asks again, until the time is over. */
async function drive(job: Job): Promise<Outcome> {
  const connections = await Promise.all(
    Array.from({ length: job.connections }, () => openConnection(job.host, job.port)),
  );
  const latencies: number[] = [];
  let turn = 0;
  let wrong = 0;
  const start = performance.now();
  const deadline = start + job.seconds * 1000;
  await Promise.all(
    connections.map(async (connection) => {
      for (let begun = performance.now(); begun < deadline; ) {
        const status = await connection.ask(job.requests[turn++ % job.requests.length] ?? "");
        if (status !== job.status) wrong++;
        const ended = performance.now();
        latencies.push(ended - begun);
        begun = ended;
      }
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  for (const connection of connections) connection.close();
  latencies.sort((a, b) => a - b);
  return {
    requests: latencies.length,
    wrong,
    seconds,
    p50Millis: percentile(latencies, 0.5),
    p99Millis: percentile(latencies, 0.99),
  };
}

parentPort?.on("message", async (job: Job) => {
  parentPort?.postMessage(await drive(job));
});
