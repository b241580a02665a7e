import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import * as z from "zod";
import { serverEvents } from "./events.ts";
import { joinPayload } from "./join.ts";
import { protocol } from "./version.ts";

it("has the version of its schemas: whoever changes them raises it, and says so in docs/protocol.md", () => {
  const schemas = [joinPayload, ...Object.values(serverEvents)].map((schema) =>
    z.toJSONSchema(schema, { io: "input" }),
  );
  const digest = createHash("sha256").update(JSON.stringify(schemas)).digest("hex").slice(0, 16);
  expect(protocol).toEqual({ version: 2, digest });
});
