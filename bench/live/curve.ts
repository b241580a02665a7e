import { median } from "../statistics.ts";
import type { LiveRunOptions } from "./options.ts";
import type { PerigeeFanOut } from "./perigee/start.ts";
import { Subscribers } from "./subscribers.ts";

const crowds = [0, 1_000, 10_000];
/** Subscriptions of one socket: opening ten thousand sockets is another matter. */
const channelsPerSocket = 100;

/**
 * What a write costs while so many subscriptions listen to other rows of its table: processor time of workerd a write, and how
 * long it takes to reach the one subscriber that it is for.
 */
export async function curve(perigee: PerigeeFanOut, { rounds, seconds }: LiveRunOptions): Promise<string> {
  const lines = ["| Subscriptions that do not match | CPU µs a write | p50 ms | p99 ms |", "|---|---|---|---|"];
  const crowd = new Subscribers();
  let listening = 0;
  const reader = new Subscribers();
  await reader.open([perigee.listener("messages", null, null)]);
  for (const count of crowds) {
    await crowd.open(bystanders(perigee, listening, count));
    listening = count;
    const publisher = await perigee.publisher("change");
    const cpu: number[] = [];
    const [p50, p99]: [number[], number[]] = [[], []];
    for (let round = 0; round <= rounds; round++) {
      await reader.begin(1);
      const before = perigee.side.cpuSeconds() ?? Number.NaN;
      const deadline = performance.now() + seconds * 1_000;
      let sent = 0;
      while (performance.now() < deadline) {
        await publisher.send(sent++);
        await reader.delivered(sent);
      }
      const used = (perigee.side.cpuSeconds() ?? Number.NaN) - before;
      const { latencies } = await reader.end();
      // The first round warms up.
      if (round === 0) continue;
      cpu.push((used * 1_000_000) / sent);
      p50.push(latencies.p50Millis);
      p99.push(latencies.p99Millis);
    }
    publisher.close();
    const figures = [median(cpu).toFixed(0), median(p50).toFixed(2), median(p99).toFixed(2)];
    lines.push(`| ${count.toLocaleString("en")} | ${figures.join(" | ")} |`);
  }
  crowd.stop();
  reader.stop();
  return lines.join("\n");
}

function bystanders(perigee: PerigeeFanOut, from: number, to: number) {
  const sockets = (to - from) / channelsPerSocket;
  return Array.from({ length: sockets }, (_, socket) => {
    const plan = perigee.listener("messages", null, null);
    const hello = Array.from({ length: channelsPerSocket }, (__, channel) => {
      const number = from + socket * channelsPerSocket + channel;
      const change = { event: "*", schema: "public", table: "messages", filter: `owner=eq.bystander-${number}` };
      const payload = { config: { postgres_changes: [change] } };
      return JSON.stringify([`${channel}`, `${channel}`, `realtime:bystander-${channel}`, "phx_join", payload]);
    });
    // The last of its channels is ready when all are: joins of one socket are answered in order.
    return { ...plan, hello, ready: `"realtime:bystander-${channelsPerSocket - 1}","phx_reply"` };
  });
}
