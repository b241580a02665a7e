import { replay } from "../reads/replay.ts";
import { chat } from "./app.ts";
import { filters } from "./filters.ts";
import { groups, relations } from "./relations.ts";
import { seed } from "./seed.ts";

replay({ "a filter": filters, "a relation": relations, "groups, spreads": groups }, { app: chat, seed });
