import type { LiveContender, Traffic } from "./contender.ts";
import type { Latencies } from "./latencies.ts";
import { type Received, Subscribers } from "./subscribers.ts";

/** What one side did in one round. */
export interface LiveRound extends Latencies {
  /** How many were published. */
  readonly messages: number;
  readonly deliveredPerSecond: number;
  /** Processor time of workerd for each delivered message; null where the system does not tell. */
  readonly cpuMicrosPerMessage: number | null;
  /** Messages that came to somebody who should not have had them. */
  readonly strangers: number;
}

export interface LiveOptions {
  readonly traffic: Traffic;
  readonly sockets: number;
  readonly seconds: number;
  /** To how many subscribers one message goes. */
  readonly perMessage: number;
  /** How many messages may be under way. */
  readonly atOnce: number;
}

/** A side with its subscribers connected, ready for any number of rounds. */
export interface Stand {
  readonly name: string;
  play(): Promise<LiveRound>;
  close(): void;
}

export async function openStand(contender: LiveContender, options: LiveOptions): Promise<Stand> {
  const { traffic, atOnce } = options;
  const subscribers = new Subscribers();
  await subscribers.open(Array.from({ length: options.sockets }, (_, index) => contender.subscriber(traffic, index)));
  const publisher = await contender.publisher(traffic);
  let sent = 0;
  return {
    name: contender.side.name,
    async play() {
      await subscribers.begin(options.perMessage);
      const before = contender.side.cpuSeconds();
      const start = performance.now();
      const deadline = start + options.seconds * 1000;
      let published = 0;
      // As many senders as messages may be under way; each waits for its own message to arrive before the next.
      await Promise.all(
        Array.from({ length: atOnce }, async () => {
          while (performance.now() < deadline) {
            const number = ++published;
            await publisher.send(sent++);
            await subscribers.delivered(number);
          }
        }),
      );
      const seconds = (performance.now() - start) / 1000;
      const after = contender.side.cpuSeconds();
      const cpuSeconds = before === null || after === null ? null : after - before;
      return { ...roundOf(await subscribers.end(), seconds, cpuSeconds), messages: published };
    },
    close() {
      publisher.close();
      subscribers.stop();
    },
  };
}

function roundOf(
  { received, strangers, latencies }: Received,
  seconds: number,
  cpuSeconds: number | null,
): Omit<LiveRound, "messages"> {
  return {
    ...latencies,
    strangers,
    deliveredPerSecond: received / seconds,
    cpuMicrosPerMessage: cpuSeconds === null ? null : (cpuSeconds * 1_000_000) / received,
  };
}
