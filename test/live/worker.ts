import { createWorker } from "../../src/compose.ts";
import { maxSockets, wall } from "../apps/wall.ts";
import { serveTest } from "./server.ts";

// What the tests in workerd run in: real objects, real D1, a protocol of few words.

const worker = createWorker({ ...wall, live: { pollSeconds: 3_600, maxSocketsPerObject: maxSockets } }, serveTest);
export const { Feed, Connections, Topics } = worker.objects;
export default worker;
