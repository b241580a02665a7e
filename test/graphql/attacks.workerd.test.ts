import { beforeAll, describe, expect, it } from "vitest";
import { type Attack, attacks } from "../../bench/attacks/documents.ts";
import { chinook } from "../../bench/chinook/app.ts";
import { people, seed } from "../scenarios/chinook-seed.ts";
import { type Answer, openStage, type Stage } from "../scenarios/stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ app: chinook, people, seed });
});

async function ask({ method, query, body, contentType }: Attack, accept: string): Promise<Answer> {
  const headers = { "content-type": contentType, accept, ...(await stage.credentials("luis")) };
  return stage.fetch(new Request(`http://perigee.test/graphql/v1${query}`, { method, body, headers }));
}

describe("a document that attacks", () => {
  it.each(attacks.map((attack) => [attack.name, attack] as const))(
    "with %s is refused with a code, before the database is asked",
    async (_, attack) => {
      const { response, text, recording } = await ask(attack, "application/graphql-response+json");
      expect([response.status >= 400 && response.status < 500, recording.batches.length], text).toEqual([true, 0]);
      const { errors } = JSON.parse(text) as {
        readonly errors: readonly { readonly extensions: { readonly code: string } }[];
      };
      expect(errors.length).toBeGreaterThan(0);
      for (const { extensions } of errors) expect(extensions.code).toMatch(/^(?!PER500)[A-Z0-9_]+$/);
      expect(text.length).toBeLessThan(20_000);
    },
  );

  it("with too many words is refused by a status to clients that take JSON alone, too", async () => {
    const words = attacks.find(({ name }) => name === "20,000 words");
    if (words === undefined) throw new TypeError("no such attack");
    const { response, text } = await ask(words, "application/json");
    expect([response.status, JSON.parse(text).errors[0].extensions.code]).toEqual([400, "PER004"]);
  });
});
