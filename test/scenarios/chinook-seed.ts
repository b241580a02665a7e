import { idOf, type Person, type Seed } from "./scenario.ts";

// A shelf of the music store: enough to tell every relation apart.

export const people = {
  luis: { id: idOf("a", 1), role: "authenticated" },
  mark: { id: idOf("a", 2), role: "authenticated" },
} as const satisfies Readonly<Record<string, Person>>;

const track = { media_type_id: 1, composer: null, bytes: null };
const invoice = { billing_address: null, billing_city: "Oslo", billing_country: "Norway", billing_postal_code: null };

export const seed: Seed = {
  artists: [
    { id: 1, name: "AC/DC" },
    { id: 2, name: "Accept" },
    { id: 3, name: "Aerosmith" },
  ],
  albums: [
    { id: 1, title: "For Those About To Rock", artist_id: 1 },
    { id: 2, title: "Balls to the Wall", artist_id: 2 },
    { id: 3, title: "Let There Be Rock", artist_id: 1 },
  ],
  genres: [
    { id: 1, name: "Rock" },
    { id: 2, name: "Jazz" },
  ],
  media_types: [{ id: 1, name: "MPEG audio file" }],
  tracks: [
    { ...track, id: 1, name: "Evil Walks", album_id: 1, genre_id: 1, milliseconds: 263_497, unit_price: 0.99 },
    { ...track, id: 2, name: "Snowballed", album_id: 1, genre_id: 1, milliseconds: 203_102, unit_price: 0.99 },
    { ...track, id: 3, name: "Go Down", album_id: 3, genre_id: 1, milliseconds: 331_180, unit_price: 1.99 },
    { ...track, id: 4, name: "Fast As a Shark", album_id: 2, genre_id: null, milliseconds: 230_619, unit_price: 0.99 },
    { ...track, id: 5, name: "So What", album_id: null, genre_id: 2, milliseconds: 564_009, unit_price: 0.99 },
  ],
  playlists: [
    { id: 1, name: "Music" },
    { id: 2, name: "Loud" },
    { id: 3, name: "Empty" },
  ],
  playlist_tracks: [
    { playlist_id: 1, track_id: 1 },
    { playlist_id: 1, track_id: 5 },
    { playlist_id: 2, track_id: 1 },
    { playlist_id: 2, track_id: 3 },
    { playlist_id: 2, track_id: 4 },
  ],
  employees: [
    { id: 1, last_name: "Adams", first_name: "Andrew", title: "General Manager", reports_to: null },
    { id: 2, last_name: "Edwards", first_name: "Nancy", title: "Sales Manager", reports_to: 1 },
    { id: 3, last_name: "Peacock", first_name: "Jane", title: "Sales Support Agent", reports_to: 2 },
  ],
  customers: [
    customer(1, { user_id: people.luis.id, first_name: "Luís", city: "São José", support_rep_id: 3 }),
    customer(2, { user_id: people.mark.id, first_name: "Mark", city: "Sydney", support_rep_id: 3 }),
    customer(3, { user_id: null, first_name: "Nobody", city: null, support_rep_id: null }),
  ],
  invoices: [
    {
      ...invoice,
      id: 1,
      customer_id: 1,
      user_id: people.luis.id,
      invoice_date: "2026-01-01T00:00:00+00:00",
      total: 2.97,
    },
    {
      ...invoice,
      id: 2,
      customer_id: 2,
      user_id: people.mark.id,
      invoice_date: "2026-01-02T00:00:00+00:00",
      total: 0.99,
    },
    {
      ...invoice,
      id: 3,
      customer_id: 1,
      user_id: people.luis.id,
      invoice_date: "2026-02-01T00:00:00+00:00",
      total: 1.99,
    },
  ],
  invoice_lines: [
    { id: 1, invoice_id: 1, track_id: 1, unit_price: 0.99, quantity: 1 },
    { id: 2, invoice_id: 1, track_id: 2, unit_price: 0.99, quantity: 2 },
    { id: 3, invoice_id: 2, track_id: 1, unit_price: 0.99, quantity: 1 },
    { id: 4, invoice_id: 3, track_id: 3, unit_price: 1.99, quantity: 1 },
  ],
};

function customer(
  id: number,
  given: {
    readonly user_id: string | null;
    readonly first_name: string;
    readonly city: string | null;
    readonly support_rep_id: number | null;
  },
): Readonly<Record<string, string | number | null>> {
  return { id, last_name: "X", email: `c${id}@example.com`, country: null, ...given };
}
