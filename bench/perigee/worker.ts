import { createWorker } from "../../src/compose.ts";
import { chinook } from "../chinook/app.ts";

export { Hub } from "../../src/platform/hub.ts";

export default createWorker(chinook);
