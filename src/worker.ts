import { app } from "./app/app.ts";
import { createWorker } from "./compose.ts";

export { Hub } from "./platform/hub.ts";

const worker = createWorker(app);
export const { Feed, Connections, Topics } = worker.objects;
export default worker;
