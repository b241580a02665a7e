import { toHex, utf8 } from "../../kernel/bytes.ts";
import { type Statement, template } from "../../sql/compile.ts";
import { type Sql, slot, sql } from "../../sql/fragment.ts";
import type { AuthContext } from "../context.ts";
import { instant } from "../instants.ts";
import { beginning } from "./chain.ts";
import { type AuditEvent, auditActions } from "./entry.ts";
import { hashOfTwo } from "./sha256.ts";

/**
 * The statement that writes an entry. It belongs into the batch of what it tells of, right after the statement that does
 * it: it writes nothing where that one changed nothing. `always` is for what changes nothing, such as a refusal.
 *
 * What is chained is computed by the statement itself, from the last entry of its own transaction. D1 runs one
 * transaction at a time, so there is one last entry and the chain cannot fork. The entry's own digest is made here, with
 * a key that the database does not have.
 */
export async function audit(
  context: Pick<AuthContext, "keys" | "clock">,
  event: AuditEvent,
  when: "changed" | "always" = "changed",
): Promise<Statement> {
  const id = crypto.randomUUID();
  const entry = entryText(id, event, instant(context.clock()));
  const digest = await digestOf(entry, await context.keys("audit"));
  const values: Readonly<Record<Slot, string>> = { id, entry, digest, beginning };
  const { sql: text, holes } = when === "changed" ? ifChanged : always;
  return { sql: text, params: holes.map((hole) => (hole.kind === "slot" ? values[hole.slot] : hole.value)) };
}

/** HMAC-SHA-256 in hexadecimal: who can write to the database cannot make or change an entry. */
export async function digestOf(entry: string, key: CryptoKey): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.sign("HMAC", key, utf8(entry))));
}

function entryText(id: string, { action, outcome, actor, client, traits }: AuditEvent, createdAt: string): string {
  return JSON.stringify({
    id,
    created_at: createdAt,
    action,
    log_type: auditActions[action],
    outcome,
    actor_id: actor.id,
    actor_role: actor.role,
    ip_address: client.ip,
    user_agent: client.userAgent?.slice(0, 512) ?? null,
    traits: traits ?? {},
  });
}

type Slot = "id" | "entry" | "digest" | "beginning";

const slots: { readonly [Name in Slot]: Sql<Slot> } = {
  id: slot("id"),
  entry: slot("entry"),
  digest: slot("digest"),
  beginning: slot("beginning"),
};

const ifChanged = template(insert(sql`changes() > 0`));
const always = template(insert(sql`1`));

function insert(when: Sql<Slot>): Sql<Slot> {
  return sql<Slot>`insert into "auth_audit_log" ("seq", "id", "entry", "digest", "previous", "hash")
    select p."seq" + 1, ${slots.id}, ${slots.entry}, ${slots.digest}, p."hash",
      ${hashOfTwo(sql<Slot>`p."hash"`, slots.digest)}
    from (select coalesce(max("seq"), 0) as "seq", coalesce("hash", ${slots.beginning}) as "hash" from "auth_audit_log") p
    where ${when} and not exists (select 1 from "auth_audit_log" where "id" = ${slots.id})`;
}
