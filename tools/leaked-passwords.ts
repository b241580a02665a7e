import { readFileSync, writeFileSync } from "node:fs";
import { makeFilter } from "../src/auth/leaked/filter.ts";
import { toBase64Url } from "../src/kernel/bytes.ts";

// `node tools/run.mjs leaked-passwords FILE`: writes src/auth/leaked/list.ts from a JSON list of passwords, the most frequent
// first: all of at least 8 characters, and the 2,000 most frequent of 6 and 7.

const target = "src/auth/leaked/list.ts";
const [, , source = ""] = process.argv;
const all = [
  ...new Set((JSON.parse(readFileSync(source, "utf8")) as readonly string[]).map((each) => each.toLowerCase())),
];
const long = all.filter((each) => each.length >= 8);
const short = all.filter((each) => each.length === 6 || each.length === 7).slice(0, 2_000);
const { bits } = makeFilter([...long, ...short]);
writeFileSync(
  target,
  `/** Made by tools/leaked-passwords.ts from @zxcvbn-ts/language-common 3.0.4 (MIT): ${long.length + short.length} passwords. */
export const leakedPasswords: string =
  "${toBase64Url(bits)}";
`,
);
console.log(`${target}: ${long.length + short.length} passwords, ${bits.length} bytes`);
