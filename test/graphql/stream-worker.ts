import { countingWorker } from "../realtime/counting.ts";
import { app } from "./stream-app.ts";

export { Hub } from "../../src/platform/hub.ts";

const worker = countingWorker(app);
export const { Feed, Connections, Topics } = worker.objects;
export default worker;
