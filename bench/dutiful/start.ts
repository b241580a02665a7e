import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { bundle } from "../bundle.ts";
import type { Contender } from "../contender.ts";
import { changeLog, giveInvoices, loadFixture, removeWrites } from "../fixture.ts";
import { startSide } from "../side.ts";

const session = "22222222-2222-4222-8222-222222222222";
const sessions = "create table sessions (id text primary key, user_id text not null, not_after integer) without rowid";

/** The second baseline: the ceiling with a backend's duties, on tables that write the change log. */
export async function startDutiful(ddl: readonly string[], userId: string): Promise<Contender> {
  const { publicKey, privateKey } = await generateKeyPair("ES256");
  const script = await bundle(new URL("./worker.ts", import.meta.url));
  const bindings = { PUBLIC_KEY: JSON.stringify({ ...(await exportJWK(publicKey)), alg: "ES256" }) };
  const side = await startSide({ name: "ceiling with duties", script, bindings });
  await loadFixture(side.database, [...ddl, sessions]);
  await giveInvoices(side.database, userId);
  await side.database.prepare("insert into sessions values (?1, ?2, null)").bind(session, userId).run();
  const claims = new SignJWT({ session_id: session }).setProtectedHeader({ alg: "ES256", typ: "JWT" });
  const token = await claims.setSubject(userId).setIssuedAt().setExpirationTime("1 day").sign(privateKey);
  return {
    side,
    script,
    call: (workload, index) => workload.ceiling(index, userId),
    headers: { accept: "application/json", authorization: `Bearer ${token}` },
    reset: () => removeWrites(side.database, changeLog),
  };
}
