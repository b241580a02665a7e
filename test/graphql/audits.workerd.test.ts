import { type AuditRequirement, serverAudits } from "graphql-http";
import { beforeAll, describe, expect, it } from "vitest";
import { chinook } from "../../bench/chinook/app.ts";
import { people, seed } from "../scenarios/chinook-seed.ts";
import { openStage, type Stage } from "../scenarios/stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ app: chinook, people, seed });
});

async function fetchFn(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const { response, text } = await stage.fetch(new Request(input as string, init));
  return new Response(text, response);
}

const audits = serverAudits({ url: "http://perigee.test/graphql/v1", fetchFn });
const requirements: readonly AuditRequirement[] = ["MUST", "SHOULD", "MAY"];

describe.each(requirements)("of GraphQL over HTTP, what a server %s do", (requirement) => {
  const own = audits.filter(({ name }) => name.startsWith(requirement));

  it("is known to the audits", () => {
    expect(own.length).toBeGreaterThan(0);
  });

  it.each(own.map((audit) => [audit.id, audit.name, audit] as const))("%s: %s", async (_, __, audit) => {
    const result = await audit.fn();
    expect(result.status, "reason" in result ? result.reason : "").toBe("ok");
  });
});
