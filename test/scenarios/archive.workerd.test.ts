import { archive } from "../apps/archive.ts";
import { searches } from "./archive-search.ts";
import { people, seed } from "./archive-seed.ts";
import { play } from "./play.ts";

play({ app: archive, seed, people }, { "a search": searches });
