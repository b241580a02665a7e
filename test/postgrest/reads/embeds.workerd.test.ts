import { aggregates, embeddedAggregates, spreadAggregates, toManyAggregates } from "./aggregate.ts";
import { ambiguities, hints, ownTables } from "./disambiguation.ts";
import { innerJoins } from "./inner.ts";
import { embedsAsFilters, relatedOrders } from "./related.ts";
import { replay } from "./replay.ts";
import { manyToMany, spreads, toMany } from "./spread.ts";
import { spreadRows } from "./spread-rows.ts";

replay({
  "a spread to one": spreads,
  "a spread to many": toMany,
  "a spread over a junction": manyToMany,
  "the rows of a spread": spreadRows,
  "an aggregate": aggregates,
  "an aggregate in an embed": embeddedAggregates,
  "an aggregate in a spread": spreadAggregates,
  "an aggregate in a spread to many": toManyAggregates,
  "an order by what is related": relatedOrders,
  "a filter on whether something is related": embedsAsFilters,
  "an inner join": innerJoins,
  "an embed that is ambiguous": ambiguities,
  "an embed with a hint": hints,
  "an embed of the own table, or behind views": ownTables,
});
