import { chinookData } from "./chinook/data.ts";

/** What the generator made; rows beyond are inserts of the benchmark. */
const artistCount = 275;

/** Customers that belong to the benchmark's user: 56 invoices. */
const ownCustomers = 8;

/** The table of the change log, as `src/changes/tables.ts` names it. */
export const changeLog = "_perigee_changes";

/** Makes the tables and loads the music store. */
export async function loadFixture(database: D1Database, ddl: readonly string[]): Promise<void> {
  for (const statement of [...ddl, ...chinookData(), "analyze"]) await database.prepare(statement).run();
}

/** Makes the user the owner of 56 invoices. */
export async function giveInvoices(database: D1Database, userId: string): Promise<void> {
  await database.batch([
    database.prepare("update customers set user_id = ?1 where id <= ?2").bind(userId, ownCustomers),
    database.prepare("update invoices set user_id = ?1 where customer_id <= ?2").bind(userId, ownCustomers),
  ]);
}

/** Removes what the write workloads made. `log`: the change log's table, emptied too. */
export async function removeWrites(database: D1Database, log: string | null): Promise<void> {
  await database.prepare("delete from artists where id > ?1").bind(artistCount).run();
  if (log !== null) await database.prepare(`delete from "${log}"`).run();
}
