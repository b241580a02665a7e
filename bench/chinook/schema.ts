import { type AnySQLiteColumn, index, integer, primaryKey, real, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { timestamp } from "../../src/schema/columns.ts";

/** The Chinook music store (https://github.com/lerocha/chinook-database) as plain Drizzle tables. */
export const artists = sqliteTable("artists", {
  id: integer().primaryKey(),
  name: text().notNull(),
});

export const albums = sqliteTable(
  "albums",
  {
    id: integer().primaryKey(),
    title: text().notNull(),
    artist_id: integer()
      .notNull()
      .references(() => artists.id, { onDelete: "cascade" }),
  },
  (table) => [index("albums_artist_id_idx").on(table.artist_id)],
);

export const genres = sqliteTable("genres", {
  id: integer().primaryKey(),
  name: text().notNull(),
});

export const media_types = sqliteTable("media_types", {
  id: integer().primaryKey(),
  name: text().notNull(),
});

export const tracks = sqliteTable(
  "tracks",
  {
    id: integer().primaryKey(),
    name: text().notNull(),
    album_id: integer().references(() => albums.id, { onDelete: "cascade" }),
    media_type_id: integer()
      .notNull()
      .references(() => media_types.id),
    genre_id: integer().references(() => genres.id),
    composer: text(),
    milliseconds: integer().notNull(),
    bytes: integer(),
    unit_price: real().notNull(),
  },
  (table) => [
    index("tracks_album_id_idx").on(table.album_id),
    index("tracks_media_type_id_idx").on(table.media_type_id),
    index("tracks_genre_id_name_idx").on(table.genre_id, table.name),
  ],
);

export const playlists = sqliteTable("playlists", {
  id: integer().primaryKey(),
  name: text().notNull(),
});

/** The junction of a many-to-many relation: its primary key is its two foreign keys. */
export const playlist_tracks = sqliteTable(
  "playlist_tracks",
  {
    playlist_id: integer()
      .notNull()
      .references(() => playlists.id, { onDelete: "cascade" }),
    track_id: integer()
      .notNull()
      .references(() => tracks.id, { onDelete: "cascade" }),
  },
  (table) => [
    primaryKey({ columns: [table.playlist_id, table.track_id] }),
    index("playlist_tracks_track_id_idx").on(table.track_id),
  ],
);

export const employees = sqliteTable(
  "employees",
  {
    id: integer().primaryKey(),
    last_name: text().notNull(),
    first_name: text().notNull(),
    title: text(),
    reports_to: integer().references((): AnySQLiteColumn => employees.id),
    hire_date: timestamp(),
    city: text(),
    country: text(),
    phone: text(),
    email: text(),
  },
  (table) => [index("employees_reports_to_idx").on(table.reports_to)],
);

export const customers = sqliteTable(
  "customers",
  {
    id: integer().primaryKey(),
    /** The signed-in user that this customer is; null for one who never made an account. */
    user_id: text(),
    first_name: text().notNull(),
    last_name: text().notNull(),
    company: text(),
    address: text(),
    city: text(),
    country: text(),
    postal_code: text(),
    phone: text(),
    email: text().notNull(),
    support_rep_id: integer().references(() => employees.id),
  },
  (table) => [
    index("customers_user_id_idx").on(table.user_id),
    index("customers_support_rep_id_idx").on(table.support_rep_id),
  ],
);

export const invoices = sqliteTable(
  "invoices",
  {
    id: integer().primaryKey(),
    customer_id: integer()
      .notNull()
      .references(() => customers.id),
    user_id: text(),
    invoice_date: timestamp().notNull(),
    billing_address: text(),
    billing_city: text(),
    billing_country: text(),
    billing_postal_code: text(),
    total: real().notNull(),
  },
  (table) => [
    index("invoices_customer_id_idx").on(table.customer_id),
    index("invoices_user_id_invoice_date_idx").on(table.user_id, table.invoice_date),
  ],
);

export const invoice_lines = sqliteTable(
  "invoice_lines",
  {
    id: integer().primaryKey(),
    invoice_id: integer()
      .notNull()
      .references(() => invoices.id, { onDelete: "cascade" }),
    track_id: integer()
      .notNull()
      .references(() => tracks.id),
    unit_price: real().notNull(),
    quantity: integer().notNull(),
  },
  (table) => [
    index("invoice_lines_invoice_id_idx").on(table.invoice_id),
    index("invoice_lines_track_id_idx").on(table.track_id),
  ],
);
