import { createWorker } from "../../src/compose.ts";
import { app } from "./subgraph-app.ts";

export { Hub } from "../../src/platform/hub.ts";

export default createWorker(app);
