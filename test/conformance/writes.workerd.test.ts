import { depot } from "../apps/depot.ts";
import { play } from "../scenarios/play.ts";
import { people, seed } from "./depot-seed.ts";
import { rollbacks } from "./write-rollback.ts";

play({ app: depot, seed, people }, { "what is not kept": rollbacks });
