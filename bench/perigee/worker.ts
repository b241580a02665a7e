import { createWorker } from "../../src/compose.ts";
import { chinook } from "../chinook/app.ts";

export { Hub } from "../../src/platform/hub.ts";

const worker = createWorker(chinook);
export const { Feed, Connections, Topics } = worker.objects;
export default worker;
