import { createWorker } from "../../src/compose.ts";
import { app } from "./refine-app.ts";

export { Hub } from "../../src/platform/hub.ts";

const worker = createWorker(app);
export const { Feed, Connections, Topics } = worker.objects;
export default worker;
