import { depot } from "../apps/depot.ts";
import { playClient } from "./client.ts";
import { clientChanges } from "./client-changes.ts";
import { clientInserts, clientUpserts } from "./client-writes.ts";
import { people, seed } from "./depot-seed.ts";

playClient(
  { app: depot, seed, people },
  { "client.insert": clientInserts, "client.upsert": clientUpserts, "client.update and .delete": clientChanges },
);
