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

/** Processor time that a process has used, user and system; null where it cannot be known. */
export function cpuSeconds(pid: number | null): number | null {
  if (pid === null) return null;
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // proc_pid_stat(5): after the name in parentheses come fields 3 and on; 14 is utime, 15 stime.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
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
