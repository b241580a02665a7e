import { crossOrigin, embeddedWindows, emptyEmbeds, errors, preferences } from "./http.ts";
import { jsonFilters, jsonOrders, jsonPaths } from "./json.ts";
import { logic, quantifiers } from "./logic.ts";
import { mediaTypes, nulls, singulars } from "./media.ts";
import { pages } from "./page.ts";
import { replay } from "./replay.ts";

replay({
  "and, or, not": logic,
  "any and all": quantifiers,
  "a place in JSON": jsonPaths,
  "a filter on a place in JSON": jsonFilters,
  "an order by a place in JSON": jsonOrders,
  "a page": pages,
  "a media type": mediaTypes,
  "an answer without nulls": nulls,
  "a single object": singulars,
  "an embed of nothing": emptyEmbeds,
  "an embed that is cut off": embeddedWindows,
  "a preference": preferences,
  "a failure": errors,
  "what browsers and OPTIONS ask": crossOrigin,
});
