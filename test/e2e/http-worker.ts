import { createWorker } from "../../src/compose.ts";
import { app } from "./http-app.ts";

export { Hub } from "../../src/platform/hub.ts";

export default createWorker(app);
