import { createWorker } from "../../src/compose.ts";
import { chinook } from "../chinook/app.ts";
import { albumsOf } from "./functions.ts";

export { Hub } from "../../src/platform/hub.ts";

const worker = createWorker({ ...chinook, functions: [albumsOf] });
export const { Feed, Connections, Topics } = worker.objects;
export default worker;
