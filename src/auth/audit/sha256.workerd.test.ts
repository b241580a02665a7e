import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { randomBytes, toHex } from "../../kernel/bytes.ts";
import { statement } from "../../sql/compile.ts";
import { sql, value } from "../../sql/fragment.ts";
import { hashOfTwo } from "./sha256.ts";

const digest = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> =>
  toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));

async function inDatabase(messages: readonly Uint8Array[]): Promise<readonly unknown[]> {
  const statements = messages.map((message) => {
    const [left, right] = [toHex(message.slice(0, 32)), toHex(message.slice(32))];
    return statement(sql`select ${hashOfTwo(value(left), value(right))} as "hash"`);
  });
  const results = await env.DB.batch<{ hash: string }>(
    statements.map(({ sql: text, params }) => env.DB.prepare(text).bind(...params)),
  );
  return results.map(({ results: [row] }) => row?.hash);
}

it("the database's SHA-256 is that of WebCrypto, for chance and for the edges of words", async () => {
  const edges = [0, 0xff, 0x80, 0x7f].map((byte) => new Uint8Array(64).fill(byte));
  const messages = [...edges, ...Array.from({ length: 60 }, () => randomBytes(64))];
  expect(await inDatabase(messages)).toEqual(await Promise.all(messages.map((each) => digest(each))));
});

it("takes milliseconds, on a machine that has other things to do", async () => {
  const messages = Array.from({ length: 200 }, () => randomBytes(64));
  await inDatabase(messages.slice(0, 10));
  const startedAt = performance.now();
  await inDatabase(messages);
  const each = (performance.now() - startedAt) / messages.length;
  console.log(
    `SHA-256 of 64 bytes in D1: ${each.toFixed(2)} ms, text ${statement(sql`select ${hashOfTwo(value(""), value(""))}`).sql.length} bytes`,
  );
  expect(each).toBeLessThan(50);
});
