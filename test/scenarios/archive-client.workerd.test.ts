import { PostgrestClient } from "@supabase/postgrest-js";
import { beforeAll, expect, it } from "vitest";
import { archive } from "../apps/archive.ts";
import { paper, people, seed } from "./archive-seed.ts";
import { openStage } from "./stage.ts";

// The unmodified client's `textSearch`.
let client: PostgrestClient;

beforeAll(async () => {
  const stage = await openStage({ app: archive, seed, people });
  client = new PostgrestClient("http://perigee.test/rest/v1", {
    fetch: async (input, init) => {
      const { response, text } = await stage.fetch(new Request(input, init));
      return new Response(text, { status: response.status, headers: response.headers });
    },
  });
});

it.each([
  ["'fat' & 'cat'", { config: "english" }, [1]],
  ["cats dogs", { type: "plain", config: "english" }, [2]],
  ["sat on the mat", { type: "phrase" }, [1]],
  ["cat -dog or running", { type: "websearch", config: "english" }, [1, 3, 5]],
] as const)("finds %s with %j", async (query, options, numbers) => {
  const { data, error } = await client.from("papers").select("id").textSearch("title", query, options).order("id");
  expect([data, error]).toEqual([numbers.map((number) => ({ id: paper(number) })), null]);
});
