import { createWorker } from "../../../src/compose.ts";
import { fanOut } from "./app.ts";

export { Hub } from "../../../src/platform/hub.ts";

const worker = createWorker(fanOut);
export const { Feed, Connections, Topics } = worker.objects;
export default worker;
