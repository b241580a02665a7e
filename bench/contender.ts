import { machineSeconds, ownSeconds } from "./cpu.ts";
import type { Outcome } from "./load.ts";
import type { LoadThread } from "./load-thread.ts";
import type { Side } from "./side.ts";
import type { Call, Workload } from "./workloads.ts";

/** One column of the benchmark: a running worker and how the workloads are asked of it. */
export interface Contender {
  readonly side: Side;
  /** The bundle that runs. */
  readonly script: string;
  readonly call: (workload: Workload, index: number) => Call;
  /** The rows in an answer's JSON; absent: it is the rows. */
  readonly rows?: (answer: unknown) => unknown;
  /** Sent with every request. */
  readonly headers: Readonly<Record<string, string>>;
  /** Takes away what writes left behind, so that every round meets the same tables. */
  readonly reset: () => Promise<void>;
}

export interface Round {
  readonly requests: number;
  readonly requestsPerSecond: number;
  readonly p50Millis: number;
  readonly p99Millis: number;
  /** Processor time of workerd; null where the system does not tell. */
  readonly cpuMicrosPerRequest: number | null;
  /** How much of one processor others on this machine used meanwhile; 0 where the system does not tell. */
  readonly foreignLoad: number;
}

export interface RoundOptions {
  readonly thread: LoadThread;
  readonly connections: number;
  readonly seconds: number;
}

/** As many different requests as are asked in turn. */
const variety = 200;

/** @throws Error for an answer with another status than the workload's */
export async function playRound(contender: Contender, workload: Workload, options: RoundOptions): Promise<Round> {
  const { side } = contender;
  const requests = Array.from({ length: variety }, (_, index) => rawRequest(contender, workload, index));
  const { host, port } = side;
  const { connections, seconds } = options;
  const before = clocks(side);
  const outcome = await options.thread.run({ host, port, requests, connections, seconds, status: workload.status });
  const after = clocks(side);
  if (workload.writes) await contender.reset();
  if (outcome.wrong > 0) {
    throw new Error(`${side.name}, ${workload.name}: ${outcome.wrong} of ${outcome.requests} answers were wrong`);
  }
  return {
    requests: outcome.requests,
    requestsPerSecond: outcome.requests / outcome.seconds,
    p50Millis: outcome.p50Millis,
    p99Millis: outcome.p99Millis,
    ...processorTime(before, after, outcome),
  };
}

/** Processor time used so far: by workerd, by this process, by the whole machine. */
interface Clocks {
  readonly side: number;
  readonly own: number;
  readonly machine: number;
}

function clocks(side: Side): Clocks | null {
  const used = side.cpuSeconds();
  const machine = machineSeconds();
  return used === null || machine === null ? null : { side: used, own: ownSeconds(), machine };
}

function processorTime(
  before: Clocks | null,
  after: Clocks | null,
  { requests, seconds }: Outcome,
): Pick<Round, "cpuMicrosPerRequest" | "foreignLoad"> {
  if (before === null || after === null) return { cpuMicrosPerRequest: null, foreignLoad: 0 };
  const used = after.side - before.side;
  const foreign = after.machine - before.machine - used - (after.own - before.own);
  return { cpuMicrosPerRequest: (used * 1_000_000) / requests, foreignLoad: Math.max(0, foreign / seconds) };
}

/** One request outside of any measurement. */
export async function askOnce(contender: Contender, workload: Workload, index: number): Promise<Response> {
  const { side, call, headers } = contender;
  const { path, body, method = workload.method } = call(workload, index);
  return fetch(`http://${side.host}:${side.port}${path}`, {
    method,
    headers: { ...headers, ...contentHeaders(body) },
    body,
  });
}

function rawRequest(contender: Contender, workload: Workload, index: number): string {
  const { side, call, headers } = contender;
  const { path, body, method = workload.method } = call(workload, index);
  const lines = [`${method} ${path} HTTP/1.1`, `host: ${side.host}:${side.port}`];
  const all = { ...headers, ...contentHeaders(body) };
  for (const [name, value] of Object.entries(all)) lines.push(`${name}: ${value}`);
  return `${lines.join("\r\n")}\r\n\r\n${body ?? ""}`;
}

function contentHeaders(body: string | null): Record<string, string> {
  if (body === null) return {};
  return {
    "content-type": "application/json",
    "content-length": String(Buffer.byteLength(body)),
    prefer: "return=representation",
  };
}
