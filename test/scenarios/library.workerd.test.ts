import { library } from "../apps/library.ts";
import { args, values } from "./library-scalar.ts";
import { people, seed } from "./library-seed.ts";
import { play } from "./play.ts";

play({ app: library, seed, people }, { "a value": values, "an argument": args });
