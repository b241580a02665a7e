import { parseArgs } from "node:util";
import { type Head, type StoredEntry, start, verifyEntries } from "../src/auth/audit/verify.ts";
import { deriveKey } from "../src/auth/derived-keys.ts";
import { ask, type Place, placeOptions, placeUsage } from "./db/place.ts";
import { masterSecret } from "./secret.ts";

const usage = `npm run audit -- [options]       verifies the chain of the audit log, from its first entry to its last
  --head SEQ:HASH                   an end that was printed before, which the log must still hold
${placeUsage}
The secret is PERIGEE_SECRET of the environment, else of .dev.vars.`;

const portion = 500;

try {
  const { values } = parseArgs({ options: { ...placeOptions, head: { type: "string" } } });
  if (values.help) console.log(usage);
  else process.exitCode = await verify(values, values.head ?? null);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}

async function verify(place: Place, anchor: string | null): Promise<number> {
  const key = await deriveKey(masterSecret(), "audit");
  const expected = anchor === null ? null : readAnchor(anchor);
  let head: Head = start;
  for (;;) {
    const query = `select * from "auth_audit_log" where "seq" > ${head.seq} order by "seq" limit ${portion}`;
    const [rows = []] = await ask(place, [query]);
    const entries = rows as unknown as readonly StoredEntry[];
    const broken = entries.find((entry) => entry.seq === expected?.seq && entry.hash !== expected.hash);
    if (broken !== undefined) return fail(`entry ${broken.seq} is not the one that ended the log before`);
    const outcome = await verifyEntries(head, entries, key);
    if ("reason" in outcome) return fail(`the chain breaks at entry ${outcome.seq}: ${outcome.reason}`);
    head = outcome;
    if (entries.length < portion) break;
  }
  if (expected !== null && head.seq < expected.seq) return fail(`the log ends at ${head.seq}, before ${expected.seq}`);
  console.log(`${head.seq} entries, unbroken\nhead ${head.seq}:${head.hash}`);
  return 0;
}

function fail(message: string): number {
  console.error(message);
  return 1;
}

function readAnchor(text: string): Head {
  const [, seq, hash] = /^(\d+):([0-9a-f]{64})$/.exec(text) ?? [];
  if (seq === undefined || hash === undefined) throw new Error("--head is written as SEQ:HASH");
  return { seq: Number(seq), hash };
}
