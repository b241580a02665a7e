import { comparisons, lists, names, patterns, searches } from "./filter.ts";
import { orders } from "./order.ts";
import { replay } from "./replay.ts";
import { aliases, embeds, selections, unrelated, views } from "./shape.ts";

replay({
  "a comparison": comparisons,
  "a pattern": patterns,
  "a search": searches,
  "a list of values": lists,
  "a name": names,
  "a column": selections,
  "an embed": embeds,
  "an embed with an alias": aliases,
  "a relation that there is not": unrelated,
  "a view": views,
  "an order": orders,
});
