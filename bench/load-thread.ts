import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Job, Outcome } from "./load.ts";

/** The load generator, in a thread of its own so that nothing else of the harness delays it. */
export interface LoadThread {
  run(job: Job): Promise<Outcome>;
  stop(): Promise<void>;
}

export function startLoadThread(): LoadThread {
  const worker = new Worker(new URL("./load.ts", import.meta.url));
  return {
    async run(job) {
      const answer = once(worker, "message");
      worker.postMessage(job);
      const [outcome] = await answer;
      return outcome as Outcome;
    },
    async stop() {
      await worker.terminate();
    },
  };
}
