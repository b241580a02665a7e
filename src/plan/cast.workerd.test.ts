import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { abortReason } from "../sql/abort.ts";
import { template } from "../sql/compile.ts";
import { sql, value } from "../sql/fragment.ts";
import { castFrom } from "./cast.ts";

type Family = Parameters<typeof castFrom>[0];
type Cast = Parameters<typeof castFrom>[1];

/** The value as JSON, or `!` and why there is none. */
async function cast(family: Family, to: Cast, given: string | number | null): Promise<unknown> {
  const made = castFrom(family, to);
  if (made === null) return "no such cast";
  const { sql: text, holes } = template(sql`select json_array(${made(value(given))}) as j`);
  const values = holes.map((hole) => (hole.kind === "value" ? hole.value : null));
  try {
    const row = await env.DB.prepare(text)
      .bind(...values)
      .first<{ readonly j: string }>();
    return JSON.parse(row?.j ?? "[]")[0];
  } catch (error) {
    return `!${abortReason(String(error))}`;
  }
}

it.each<readonly [Family, Cast, string | number | null, unknown]>([
  ["text", "integer", "7", 7],
  ["text", "integer", " -07 ", -7],
  ["text", "integer", "+7", 7],
  ["text", "integer", "7.0", "!cast:integer:7.0"],
  ["text", "integer", "- 7", "!cast:integer:- 7"],
  ["text", "integer", "-", "!cast:integer:-"],
  ["text", "integer", "", "!cast:integer:"],
  ["text", "integer", "1e3", "!cast:integer:1e3"],
  ["text", "integer", "it's", "!cast:integer:it's"],
  ["text", "bigint", "x", "!cast:bigint:x"],
  ["text", "numeric", "007.50", 7.5],
  ["text", "numeric", ".5", 0.5],
  ["text", "numeric", "5.", 5],
  ["text", "numeric", "-1.5e-3", -0.0015],
  ["text", "numeric", "00", 0],
  ["text", "numeric", "1.2.3", "!cast:numeric:1.2.3"],
  ["text", "numeric", "[1]", "!cast:numeric:[1]"],
  ["text", "numeric", "true", "!cast:numeric:true"],
  ["text", "numeric", ".", "!cast:numeric:."],
  ["text", "real", "1e", "!cast:double precision:1e"],
  ["text", "boolean", " YES ", true],
  ["text", "boolean", "of", false],
  ["text", "boolean", "o", "!cast:boolean:o"],
  ["text", "date", "2026-02-28 10:00", "2026-02-28"],
  ["text", "date", "2024-02-29", "2024-02-29"],
  ["text", "date", "2026-02-29", "!cast:date:2026-02-29"],
  ["text", "date", "now", "!cast:date:now"],
  ["text", "date", "2460000", "!cast:date:2460000"],
  ["text", "timestamp", "2026-01-01T00:00:00.25+02:00", "2025-12-31T22:00:00.25+00:00"],
  ["text", "timestamp", "10:00", "!cast:timestamp with time zone:10:00"],
  ["text", "json", '{"a":[1]}', { a: [1] }],
  ["text", "json", "{", "!cast:json:{"],
  ["number", "integer", 7.5, 8],
  ["number", "integer", -7.5, -8],
  ["number", "boolean", 0, false],
  ["number", "boolean", 0.5, true],
  ["number", "date", 1, "no such cast"],
  ["boolean", "integer", "true", 1],
  ["boolean", "integer", "false", 0],
  ["boolean", "bigint", "true", "no such cast"],
  ["date", "timestamp", "2026-01-31", "2026-01-31T00:00:00+00:00"],
  ["date", "integer", "2026-01-31", "no such cast"],
  ["moment", "date", "2026-01-31T09:30:00+00:00", "2026-01-31"],
  ["json", "integer", "7.5", 8],
  ["json", "integer", '"x"', '!cast:integer:"x"'],
  ["json", "boolean", "true", true],
  ["other", "integer", "x", "no such cast"],
])("casts %s to %s: %j is %j", async (family, to, given, expected) => {
  expect(await cast(family, to, given)).toEqual(expected);
});

const families: readonly Family[] = ["text", "number", "boolean", "date", "moment", "json", "other"];
const types: readonly Cast[] = ["text", "integer", "bigint", "real", "numeric", "boolean", "date", "timestamp", "json"];

it.each(families)("NULL of %s stays NULL in every cast there is", async (family) => {
  const found = await Promise.all(types.map((to) => cast(family, to, null)));
  expect(new Set(found.filter((each) => each !== "no such cast"))).toEqual(new Set([null]));
});
