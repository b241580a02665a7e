import { app } from "./app/app.ts";
import { createWorker } from "./compose.ts";

export { Hub } from "./platform/hub.ts";

export default createWorker(app);
