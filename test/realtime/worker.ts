import { createWorker } from "../../src/compose.ts";
import { app } from "./app.ts";

export { Hub } from "../../src/platform/hub.ts";

let started = 0;
const worker = createWorker(app);

export const { Feed, Topics } = worker.objects;

/** Counts how often one is made: more often than there are objects, where some have been evicted. */
export class Connections extends worker.objects.Connections {
  constructor(...given: ConstructorParameters<typeof worker.objects.Connections>) {
    super(...given);
    started += 1;
  }
}

export default {
  ...worker,
  fetch(...given: Parameters<typeof worker.fetch>) {
    return new URL(given[0].url).pathname === "/started" ? Response.json(started) : worker.fetch(...given);
  },
};
