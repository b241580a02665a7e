import type { Database } from "../engine/ports.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { holdsEncrypted, type Model } from "../schema/model.ts";
import { type Statement, statement } from "../sql/compile.ts";
import { id, integer, sql, value } from "../sql/fragment.ts";
import { rotateAt } from "./allotment.ts";
import { type KeyUse, makeDataKey } from "./data-key.ts";
import { type KeyringDeps, keyringTtlMs } from "./keyring.ts";
import { type Cursor, type Progress, reencrypter } from "./reencrypt.ts";
import type { Vault } from "./vault.ts";

export type DataKeyStatus = "current" | "previous" | "retired";

export interface DataKeyState {
  readonly id: string;
  readonly purpose: KeyUse;
  readonly status: DataKeyStatus;
  readonly createdAt: string;
  readonly changedAt: string | null;
  /** At most so many values; null for a key of indexes, which may make as many as there are. */
  readonly encryptions: number | null;
}

/** - young: isolates may still encrypt with it - used: values are encrypted with it */
export type DataKeyReason = "unknown" | "current" | "young" | "used";

/** Makes the entry of a log, for the batch of what it tells of. */
export type Note = (keyId: string, status: DataKeyStatus) => Promise<Statement>;

/** What an admin may do with the keys of encrypted columns. Who is one is the surface's to check. */
export interface DataKeyAdmin {
  list(): Promise<readonly DataKeyState[]>;
  /** A new key encrypts from now on, in every isolate within a minute; what the others have encrypted stays readable. */
  rotate(note: Note): Promise<readonly DataKeyState[]>;
  /** What the cron does: makes a new key where the current one has encrypted half of what it may. */
  maintain(note: Note): Promise<void>;
  /** Encrypts the next rows with the current key. From the start for null; it may be stopped and taken up at any time. */
  reencrypt(after: Cursor | null, options: { readonly adoptClear: boolean }): Promise<Progress>;
  /** Forgets a key that nothing is encrypted with. */
  retire(keyId: string, note: Note): Promise<Result<readonly DataKeyState[], DataKeyReason>>;
}

export interface AdminDeps extends KeyringDeps {
  readonly model: Model;
  readonly vault: Vault;
  /** The keys have changed. */
  readonly forget: () => void;
}

const moment = sql`strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now')`;

const selectAll =
  statement(sql`select "id", "purpose", "status", "created_at", "changed_at", "encryptions" from "_perigee_data_keys"
  order by "purpose", "created_at", "id"`);

export function dataKeyAdmin(deps: AdminDeps): DataKeyAdmin {
  const { database, model, vault, clock } = deps;

  async function list(): Promise<readonly DataKeyState[]> {
    const [found] = await database.batch([selectAll], { retry: true });
    return (found?.rows ?? []).map((row) => ({
      id: String(row.id),
      purpose: row.purpose === "index" ? "index" : "cipher",
      status: row.status === "current" ? "current" : row.status === "previous" ? "previous" : "retired",
      createdAt: String(row.created_at),
      changedAt: row.changed_at === null ? null : String(row.changed_at),
      encryptions: row.purpose === "index" ? null : Number(row.encryptions),
    }));
  }

  async function change(statements: readonly Statement[]): Promise<readonly DataKeyState[]> {
    await database.batch(statements, { retry: false });
    deps.forget();
    return list();
  }

  async function rotate(note: Note): Promise<readonly DataKeyState[]> {
    const made = await makeDataKey("cipher", await deps.sealingKey());
    return change([
      statement(sql`update "_perigee_data_keys" set "status" = 'previous', "changed_at" = ${moment}
        where "purpose" = 'cipher' and "status" = 'current'`),
      statement(sql`insert into "_perigee_data_keys" ("id", "purpose", "status", "sealed", "encryptions")
        values (${value(made.id)}, 'cipher', 'current', ${value(made.sealed)}, 0)`),
      await note(made.id, "current"),
    ]);
  }

  return {
    list,
    rotate,
    async maintain(note) {
      const worn = (each: DataKeyState): boolean => each.status === "current" && (each.encryptions ?? 0) >= rotateAt;
      if ((await list()).some(worn)) await rotate(note);
    },
    reencrypt: reencrypter({ database, model, vault }),
    async retire(keyId, note) {
      const key = (await list()).find((each) => each.id === keyId);
      if (key === undefined || key.status === "retired") return err("unknown");
      if (key.status === "current") return err("current");
      if (clock() - Date.parse(key.changedAt ?? "") < 2 * keyringTtlMs) return err("young");
      if (await isUsed(keyId, model, database)) return err("used");
      return ok(
        await change([
          statement(sql`update "_perigee_data_keys" set "status" = 'retired', "sealed" = '', "changed_at" = ${moment}
            where "id" = ${value(keyId)} and "status" = 'previous'`),
          await note(keyId, "retired"),
        ]),
      );
    },
  };
}

/** In rows, in the log of changes, or in answers that are kept. */
async function isUsed(keyId: string, model: Model, database: Database): Promise<boolean> {
  const mark = `pge1.${keyId}.`;
  const places = [
    sql`"_perigee_changes" where instr("before", ${value(mark)}) > 0 or instr("after", ${value(mark)}) > 0`,
    sql`"_perigee_idempotency" where substr("body", 1, ${integer(mark.length)}) = ${value(mark)}`,
  ];
  for (const collection of model.collections.values()) {
    if (!holdsEncrypted(collection)) continue;
    for (const { name, encrypted } of collection.columns.values()) {
      if (encrypted === undefined) continue;
      places.push(sql`${id(collection.name)} where substr(${id(name)}, 1, ${integer(mark.length)}) = ${value(mark)}`);
    }
  }
  const asked = places.map((place) => statement(sql`select exists (select 1 from ${place}) as "used"`));
  const results = await database.batch(asked, { retry: true });
  return results.some(({ rows }) => rows[0]?.used === 1);
}
