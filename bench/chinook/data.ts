import { catalogue } from "./catalogue.ts";
import { insertStatements } from "./rows.ts";
import { sales } from "./sales.ts";

/**
 * Generated rows of Chinook's numbers: 275 artists, 347 albums, 3,503 tracks, 25 genres, 5 media types, 18 playlists with
 * 8,715 entries, 8 employees, 59 customers, 412 invoices, 2,240 lines. The same in every run. Insert statements of less
 * than 90 kB each, parents before children.
 */
export function chinookData(): readonly string[] {
  return [...catalogue(), ...sales()].flatMap(insertStatements);
}
