import { app } from "./app.ts";
import { countingWorker } from "./counting.ts";

export { Hub } from "../../src/platform/hub.ts";

const worker = countingWorker(app);
export const { Feed, Connections, Topics } = worker.objects;
export default worker;
