import { readdirSync, readFileSync } from "node:fs";

/** Processes that this one started; empty where the system has no `/proc`. */
export function childProcesses(): readonly number[] {
  try {
    return readdirSync("/proc/self/task").flatMap((thread) =>
      readFileSync(`/proc/self/task/${thread}/children`, "utf8").split(" ").filter(Boolean).map(Number),
    );
  } catch {
    return [];
  }
}

/** Linux counts in hundredths of a second: `getconf CLK_TCK`. */
const ticksPerSecond = 100;

/** Processor time that the threads of a process have used, to the nanosecond; null where it cannot be known. */
export function cpuSeconds(pid: number | null): number | null {
  if (pid === null) return null;
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    // Documentation/scheduler/sched-stats.rst: the first field is the time on a processor in nanoseconds.
    const nanos = threads.map((thread) =>
      Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "utf8").split(" ")[0]),
    );
    return nanos.reduce((sum, each) => sum + each, 0) / 1e9;
  } catch {
    return null;
  }
}

/** Processor time that everything on the machine has used; null where it cannot be known. */
export function machineSeconds(): number | null {
  try {
    const [, ...fields] = readFileSync("/proc/stat", "utf8").split("\n", 1)[0]?.split(/\s+/) ?? [];
    // proc_stat(5): user, nice, system, idle, iowait, irq, softirq, steal; the guests are in user and nice.
    const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = fields.map(Number);
    return (user + nice + system + irq + softirq + steal) / ticksPerSecond;
  } catch {
    return null;
  }
}

/** Processor time of this process, all threads. */
export function ownSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000_000;
}
