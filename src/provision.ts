import { getTableName } from "drizzle-orm";
import type { Provision } from "./auth/provision.ts";
import type { ProfileOptions } from "./define.ts";
import type { Engine } from "./engine/request.ts";
import { DatabaseError } from "./kernel/database-error.ts";
import { anonymous, serviceRole } from "./kernel/principal.ts";
import { timestampText } from "./schema/kinds/timestamp.ts";

/** What signing up adds to the new user's batch: the profile row that the definition describes. */
export function provisioner(engine: Engine, profile: ProfileOptions): Provision {
  return (user) => {
    const row = profile.values({ id: user.id, email: user.email, metadata: user.userMetadata });
    const context = { principal: { ...anonymous, role: serviceRole }, now: timestampText(Date.now()) };
    const made = engine.insertStatement(getTableName(profile.collection.table), row, context);
    if (!made.ok) throw new DatabaseError("constraint", made.error.message);
    return [made.value];
  };
}
