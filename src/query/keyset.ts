import { type Failure, failure } from "../kernel/failure.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { type Argument, isAggregated, type Order, type Read } from "./read.ts";

/**
 * The read as a page by place: its order goes on with the columns of the primary key, so that no two rows are in one
 * place. Fails with PER031 where the order cannot tell the rows apart, or has terms that a place cannot name.
 */
export function inPlace(read: Read, after: Argument | null): Result<Read, Failure> {
  const { collection, order, select } = read;
  if (isAggregated(select)) return err(noPlace("Groups have no place."));
  if (order.some((term) => term.rank !== undefined)) return err(noPlace("An order by rank gives none."));
  if (order.some((term) => term.embed !== null)) return err(noPlace("An order by related columns gives none."));
  if (collection.primaryKey.length === 0) {
    return err(noPlace(`${collection.name} has no key that tells its rows apart.`));
  }
  const descending = order.at(-1)?.descending ?? false;
  const tail = collection.primaryKey.flatMap((name): Order[] => {
    const column = collection.columns.get(name);
    const stands = order.some(({ field }) => field.column.name === name && field.path.length === 0);
    if (column === undefined || stands) return [];
    return [{ embed: null, field: { column, path: [], asText: false }, descending, nulls: null }];
  });
  return ok({ ...read, order: [...order, ...tail], keyset: { after } });
}

/** What a place in an order cannot be given for. */
export function noPlace(details: string): Failure {
  return failure("PER031", "pages by cursor need an order in which every row has a place of its own", { details });
}
