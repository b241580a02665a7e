import { createWorker } from "../../src/compose.ts";
import type { Failure } from "../../src/kernel/failure.ts";
import type { Principal } from "../../src/kernel/principal.ts";
import { ok, type Result } from "../../src/kernel/result.ts";
import { protocols } from "../../src/live/protocols.ts";
import type { ServeSockets } from "../../src/objects.ts";
import { serveSockets } from "../../src/sockets.ts";
import { maxSockets, wall } from "../apps/wall.ts";
import { believed } from "./believed.ts";
import { serveTest, testPath } from "./server.ts";

// What the tests in workerd run in: real objects, real D1, a protocol of few words beside those of clients.

const serve: ServeSockets = (parts) => {
  const auth = {
    ...parts.auth,
    async authenticateCredentials({
      authorization,
    }: {
      authorization: string | null;
    }): Promise<Result<Principal, Failure>> {
      return ok(believed(authorization));
    },
  };
  const real = serveSockets({ ...parts, auth });
  return protocols([
    { name: "test", path: testPath, server: serveTest(parts) },
    { name: "phoenix", path: "/realtime/v1", server: real },
    { name: "graphql", path: "/graphql/v1", server: real },
  ]);
};

const worker = createWorker({ ...wall, live: { pollSeconds: 3_600, maxSocketsPerObject: maxSockets } }, serve);
export const { Feed, Connections, Topics } = worker.objects;
export default worker;
