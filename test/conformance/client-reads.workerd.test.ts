import { studio } from "../apps/studio.ts";
import { playClient } from "./client.ts";
import { clientEmbeds } from "./client-embeds.ts";
import { clientReads } from "./client-reads.ts";
import { people, seed } from "./studio-seed.ts";

playClient(
  { app: studio, seed, people },
  { "client.select": clientReads, "client.select of related rows": clientEmbeds },
);
