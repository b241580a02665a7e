import type { Database } from "../engine/ports.ts";
import { DatabaseError } from "../kernel/database-error.ts";
import { sharedPromise } from "../kernel/shared-promise.ts";
import { statement } from "../sql/compile.ts";
import { integer, sql, value } from "../sql/fragment.ts";

/** What one key may encrypt with random nonces of 96 bits: NIST SP 800-38D, section 8.3. */
export const maxEncryptions: number = 2 ** 32;

/** The cron makes another key current here, long before a key is used up. */
export const rotateAt: number = 2 ** 31;

/** An isolate that encrypts much asks seldom, one that encrypts little wastes little. */
const firstBlock = 1_024;
const largestBlock = 1_048_576;

interface Allotment {
  left: number;
  block: number;
  /** Other requests wait for it too. */
  asking: Promise<void> | null;
}

/**
 * Counts encryptions ahead: an isolate takes a block of a key's in the database before it uses one of it, so that what stands
 * there is never less than what was encrypted. Whatever is left of a block goes with its isolate.
 *
 * @throws DatabaseError (`sealed`) where the key is used up
 */
export function encryptionCounter(database: Database): (keyId: string) => Promise<void> {
  const allotments = new Map<string, Allotment>();

  async function ask(keyId: string, allotment: Allotment): Promise<void> {
    const { block } = allotment;
    const take = sql`update "_perigee_data_keys" set "encryptions" = "encryptions" + ${integer(block)}
      where "id" = ${value(keyId)} and "encryptions" <= ${integer(maxEncryptions - block)} returning "id"`;
    // A second run takes another block, and too much is counted.
    const [taken] = await database.batch([statement(take)], { retry: true });
    if (taken?.rows.length !== 1) throw new DatabaseError("sealed", "the data key is used up: rotate it");
    allotment.left += block;
    allotment.block = Math.min(block * 2, largestBlock);
  }

  function asking(keyId: string, allotment: Allotment): Promise<void> {
    const { promise, resolve, reject } = sharedPromise<void>();
    const end = (): void => {
      allotment.asking = null;
    };
    ask(keyId, allotment).finally(end).then(resolve, reject);
    return promise;
  }

  return async (keyId) => {
    const allotment = allotments.get(keyId) ?? { left: 0, block: firstBlock, asking: null };
    allotments.set(keyId, allotment);
    while (allotment.left === 0) {
      allotment.asking ??= asking(keyId, allotment);
      await allotment.asking;
    }
    allotment.left--;
  };
}
