import { createWorker } from "../../src/compose.ts";
import { clinic } from "../apps/clinic.ts";

export { Hub } from "../../src/platform/hub.ts";

const worker = createWorker(clinic);
export const { Feed, Connections, Topics } = worker.objects;
export default worker;
