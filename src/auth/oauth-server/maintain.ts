import { statement } from "../../sql/compile.ts";
import { sql, value } from "../../sql/fragment.ts";
import type { AuthContext } from "../context.ts";
import { instant } from "../instants.ts";

/** A client that registered itself and that nobody lets in is forgotten so long after it was made. */
export const unusedClientDays = 90;

const dayMs = 86_400_000;

/** What the cron forgets: requests that are over, and clients that anybody registered and nobody uses. */
export async function maintainServer(context: AuthContext): Promise<void> {
  const nowMs = context.clock();
  const unusedSince = value(instant(nowMs - unusedClientDays * dayMs));
  await context.store.batch(
    [
      statement(sql`delete from "auth_oauth_authorizations" where "forget_at" <= ${value(instant(nowMs))}`),
      statement(sql`delete from "auth_oauth_clients"
        where "registration_type" = 'dynamic' and "created_at" <= ${unusedSince}
          and "id" not in (select "client_id" from "auth_oauth_consents")
          and "id" not in (select "client_id" from "auth_oauth_authorizations")`),
    ],
    { retry: true },
  );
}
