import { type App, defineApp } from "../../src/define.ts";
import { and, caller, eq, exists } from "../../src/rules/condition.ts";
import { allow, type RuleSet, rulesFor } from "../../src/rules/grant.ts";
import { collection } from "../../src/schema/collection.ts";
import {
  albums,
  artists,
  customers,
  employees,
  genres,
  invoice_lines,
  invoices,
  media_types,
  playlist_tracks,
  playlists,
  tracks,
} from "./schema.ts";

const userId = { user_id: { kind: "uuid" } } as const;

const everybody = { select: [allow("anon")] };

const catalogue: readonly RuleSet[] = [
  rulesFor(artists, {
    ...everybody,
    insert: [allow("authenticated")],
    update: [allow("authenticated")],
    delete: [allow("authenticated")],
  }),
  rulesFor(albums, everybody),
  rulesFor(genres, everybody),
  rulesFor(media_types, everybody),
  rulesFor(tracks, everybody),
  rulesFor(playlists, everybody),
  rulesFor(playlist_tracks, everybody),
];

const sales: readonly RuleSet[] = [
  rulesFor(employees, {
    select: [allow("authenticated").only(employees.id, employees.first_name, employees.last_name, employees.title)],
  }),
  rulesFor(customers, {
    select: [allow("authenticated").when(eq(customers.user_id, caller.id))],
    update: [
      allow("authenticated")
        .when(eq(customers.user_id, caller.id))
        .only(customers.address, customers.city, customers.country, customers.postal_code, customers.phone),
    ],
  }),
  rulesFor(invoices, {
    select: [allow("authenticated").when(eq(invoices.user_id, caller.id))],
  }),
  rulesFor(invoice_lines, {
    select: [
      allow("authenticated").when(
        exists(invoices, and(eq(invoices.id, invoice_lines.invoice_id), eq(invoices.user_id, caller.id))),
      ),
    ],
  }),
];

/** The music store: a catalogue that everybody reads, and invoices that only their customer sees. */
export const chinook: App = defineApp({
  name: "chinook",
  collections: [
    collection(artists),
    collection(albums),
    collection(genres),
    collection(media_types),
    collection(tracks),
    collection(playlists),
    collection(playlist_tracks),
    collection(employees),
    collection(customers, { columns: userId }),
    collection(invoices, { columns: userId }),
    collection(invoice_lines),
  ],
  rules: [...catalogue, ...sales],
});
