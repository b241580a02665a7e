import { createWorker, type Worker } from "../../src/compose.ts";
import type { App } from "../../src/define.ts";

/** A worker that counts its connection objects, at `/started`: more than there are, where some have been evicted. */
export function countingWorker(app: App): Worker {
  let started = 0;
  const worker = createWorker(app);
  class Connections extends worker.objects.Connections {
    constructor(...given: ConstructorParameters<typeof worker.objects.Connections>) {
      super(...given);
      started += 1;
    }
  }
  return {
    ...worker,
    objects: { ...worker.objects, Connections },
    fetch(...given) {
      return new URL(given[0].url).pathname === "/started" ? Response.json(started) : worker.fetch(...given);
    },
  };
}
