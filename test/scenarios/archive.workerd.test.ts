import { archive } from "../apps/archive.ts";
import { searchesOfAll } from "./archive-all.ts";
import { searches } from "./archive-search.ts";
import { people, seed } from "./archive-seed.ts";
import { play } from "./play.ts";

play({ app: archive, seed, people }, { "a search": searches, "a search of all columns": searchesOfAll });
