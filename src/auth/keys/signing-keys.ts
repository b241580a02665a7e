import { err, ok, type Result } from "../../kernel/result.ts";
import { type Statement, statement } from "../../sql/compile.ts";
import { sql, value } from "../../sql/fragment.ts";
import type { AdminActor } from "../admin/actor.ts";
import type { AuditEvent } from "../audit/entry.ts";
import { audit } from "../audit/record.ts";
import type { AuthContext } from "../context.ts";
import { instant } from "../instants.ts";
import type { Row } from "../ports.ts";
import type { AuthReason } from "../reasons.ts";
import { readOptionalText, readText } from "../rows.ts";
import { makeSigningKey } from "../signing-key.ts";

/**
 * A standby key is announced in the JWKS so long before it may sign: longer than the ten minutes for which answers may be
 * kept, the minute of the store at the edge and the minute of an isolate.
 */
export const announceSeconds = 900;

/** The names that an operator reads, by those that are stored. */
const statuses: Readonly<Record<string, KeyStatus>> = {
  standby: "standby",
  active: "current",
  retired: "previous",
  revoked: "revoked",
};

export type KeyStatus = "standby" | "current" | "previous" | "revoked";

export interface SigningKeyState {
  readonly kid: string;
  readonly algorithm: string;
  readonly status: KeyStatus;
  readonly createdAt: string;
  readonly changedAt: string | null;
}

const select = statement(sql`select "kid", "alg", "status", "created_at", "changed_at" from "auth_signing_keys"
  order by case "status" when 'revoked' then 0 when 'retired' then 1 when 'active' then 2 else 3 end, "created_at", "kid"`);

export async function listSigningKeys(context: AuthContext): Promise<readonly SigningKeyState[]> {
  const [found] = await context.store.batch([select], { retry: true });
  return (found?.rows ?? []).map(readState);
}

function readState(row: Row): SigningKeyState {
  return {
    kid: readText(row, "kid"),
    algorithm: readText(row, "alg"),
    status: statuses[readText(row, "status")] ?? "revoked",
    createdAt: readText(row, "created_at"),
    changedAt: readOptionalText(row, "changed_at"),
  };
}

/** Makes and announces the key that is to sign next, where there is none. */
export async function prepareStandby(context: AuthContext, by: AdminActor): Promise<readonly SigningKeyState[]> {
  const known = await listSigningKeys(context);
  if (known.some((key) => key.status === "standby")) return known;
  await change(context, await standby(context, by));
  return listSigningKeys(context);
}

/**
 * The standby key signs from now on, the current one verifies only, and a new one is announced: one batch. Where there is
 * none that was announced for long enough, others might not know it yet: `standbyTooYoung`, unless it is forced.
 */
export async function rotateSigningKeys(
  context: AuthContext,
  by: AdminActor,
  force: boolean,
): Promise<Result<readonly SigningKeyState[], AuthReason>> {
  // The first key is made by the ring.
  await context.keyring.signer();
  const known = await prepareStandby(context, by);
  const next = known.find((key) => key.status === "standby");
  if (next === undefined) return err({ kind: "conflict" });
  const announcedBefore = instant(context.clock() - announceSeconds * 1000);
  if (!force && next.createdAt > announcedBefore) return err({ kind: "key", key: "standbyTooYoung" });
  const now = value(instant(context.clock()));
  const isNext = sql`"kid" = ${value(next.kid)} and "status" = 'standby'`;
  const [, promoted] = await change(context, [
    statement(sql`update "auth_signing_keys" set "status" = 'retired', "changed_at" = ${now}
      where "status" = 'active' and exists (select 1 from "auth_signing_keys" where ${isNext})`),
    statement(sql`update "auth_signing_keys" set "status" = 'active', "changed_at" = ${now} where ${isNext}
      returning "kid"`),
    await audit(context, changed(by, next.kid, "current")),
    ...(await standby(context, by)),
  ]);
  return promoted?.rows.length === 1 ? ok(await listSigningKeys(context)) : err({ kind: "conflict" });
}

/** No token of the key is believed any more, in every isolate within two minutes. Its private half is forgotten. */
export async function revokeSigningKey(
  context: AuthContext,
  by: AdminActor,
  kid: string,
): Promise<Result<readonly SigningKeyState[], AuthReason>> {
  const known = (await listSigningKeys(context)).find((key) => key.kid === kid);
  if (known === undefined) return err({ kind: "key", key: "keyNotFound" });
  if (known.status === "current") return err({ kind: "key", key: "keyInUse" });
  await change(context, [
    statement(sql`update "auth_signing_keys" set "status" = 'revoked', "private_jwk" = '',
        "changed_at" = ${value(instant(context.clock()))}
      where "kid" = ${value(kid)} and "status" in ('standby', 'retired')`),
    await audit(context, changed(by, kid, "revoked")),
  ]);
  return ok(await listSigningKeys(context));
}

async function standby(context: AuthContext, by: AdminActor): Promise<readonly Statement[]> {
  const algorithm = context.settings.signingAlgorithm;
  const made = await makeSigningKey(await context.keys("signingKeys"), algorithm);
  const insert = sql`insert into "auth_signing_keys" ("kid", "alg", "public_jwk", "private_jwk", "status", "created_at")
    select ${value(made.kid)}, ${value(algorithm)}, ${value(made.publicJwk)}, ${value(made.privateJwk)}, 'standby',
      ${value(instant(context.clock()))}
    where not exists (select 1 from "auth_signing_keys" where "status" = 'standby')`;
  return [statement(insert), await audit(context, changed(by, made.kid, "standby"))];
}

function changed(by: AdminActor, kid: string, status: KeyStatus): AuditEvent {
  return { action: "signing_key_changed", outcome: "success", ...by, traits: { kid, status } };
}

async function change(context: AuthContext, statements: readonly Statement[]) {
  const results = await context.store.batch(statements, { retry: false });
  context.keyring.forget();
  await context.publicKeys.forget();
  return results;
}
