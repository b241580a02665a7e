import DataLoader from "dataloader";
import { asc, eq, gt, inArray } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { albums, artists, tracks } from "../chinook/schema.ts";

/** Written as Yoga's and Drizzle's guides do: a resolver a field, a loader a relation, so that each level is one statement. */
export const typeDefs = `
  type Artist { id: Int!, name: String!, albums: [Album!]! }
  type Album { id: Int!, title: String!, tracks: [Track!]! }
  type Track { id: Int!, name: String!, composer: String, milliseconds: Int!, unitPrice: Float! }
  type Query {
    artist(id: Int!): Artist
    artists(after: Int!, first: Int!): [Artist!]!
    tracks(genreId: Int!, first: Int!): [Track!]!
  }
  type Mutation { updateArtist(id: Int!, name: String!): Artist }
`;

type Artist = typeof artists.$inferSelect;
type Album = typeof albums.$inferSelect;
type Track = typeof tracks.$inferSelect;

export interface YogaContext {
  readonly db: DrizzleD1Database;
  readonly albumsOf: DataLoader<number, Album[]>;
  readonly tracksOf: DataLoader<number, Track[]>;
}

/** Loaders remember what they have loaded: a request has its own. */
export function makeContext(db: DrizzleD1Database): YogaContext {
  return {
    db,
    albumsOf: new DataLoader(async (ids) => {
      const found = await db
        .select()
        .from(albums)
        .where(inArray(albums.artist_id, [...ids]));
      return grouped(ids, found, (album) => album.artist_id);
    }),
    tracksOf: new DataLoader(async (ids) => {
      const found = await db
        .select()
        .from(tracks)
        .where(inArray(tracks.album_id, [...ids]));
      return grouped(ids, found, (track) => track.album_id);
    }),
  };
}

function grouped<Row>(ids: readonly number[], rows: readonly Row[], keyOf: (row: Row) => number | null): Row[][] {
  const groups = new Map<number | null, Row[]>(ids.map((id) => [id, []]));
  for (const row of rows) groups.get(keyOf(row))?.push(row);
  return ids.map((id) => groups.get(id) ?? []);
}

interface Lookup {
  readonly id: number;
}

export const resolvers = {
  Query: {
    artist: async (_: unknown, { id }: Lookup, { db }: YogaContext): Promise<Artist | undefined> =>
      (await db.select().from(artists).where(eq(artists.id, id)).limit(1))[0],
    artists: (
      _: unknown,
      given: { readonly after: number; readonly first: number },
      { db }: YogaContext,
    ): Promise<Artist[]> =>
      db.select().from(artists).where(gt(artists.id, given.after)).orderBy(asc(artists.id)).limit(given.first),
    tracks: (
      _: unknown,
      given: { readonly genreId: number; readonly first: number },
      { db }: YogaContext,
    ): Promise<Track[]> =>
      db
        .select()
        .from(tracks)
        .where(eq(tracks.genre_id, given.genreId))
        .orderBy(asc(tracks.name), asc(tracks.id))
        .limit(given.first),
  },
  Mutation: {
    updateArtist: async (
      _: unknown,
      { id, name }: Lookup & { readonly name: string },
      { db }: YogaContext,
    ): Promise<Artist | undefined> => (await db.update(artists).set({ name }).where(eq(artists.id, id)).returning())[0],
  },
  Artist: { albums: ({ id }: Artist, _: unknown, { albumsOf }: YogaContext): Promise<Album[]> => albumsOf.load(id) },
  Album: { tracks: ({ id }: Album, _: unknown, { tracksOf }: YogaContext): Promise<Track[]> => tracksOf.load(id) },
  Track: { unitPrice: ({ unit_price }: Track): number => Number(unit_price) },
};
