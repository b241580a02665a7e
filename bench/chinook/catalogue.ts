import { genreSizes, mediaTypeSizes, playlistSizes, title } from "./names.ts";
import { type Random, random } from "./random.ts";
import type { Rows } from "./rows.ts";

const artistCount = 275;
/** The others have no album, as in Chinook. */
const artistsWithAlbums = 204;
const albumCount = 347;
const trackCount = 3503;

/** Tracks of an album, taken in turn: 101 for every ten. */
const albumSizes: readonly [number, ...number[]] = [1, 8, 10, 11, 12, 12, 14, 16, 9, 8];

const video = 3;

/** 275 artists, 347 albums, 3,503 tracks, 25 genres, 5 media types, 18 playlists with 8,715 entries. */
export function catalogue(): readonly Rows[] {
  const from = random(1959);
  return [artists(from), albums(from), named("genres", genreSizes), named("media_types", mediaTypeSizes), tracks(from)]
    .concat(named("playlists", playlistSizes))
    .concat(playlistTracks());
}

/** The price of a track; all videos, and only they, cost more. */
export function trackPrice(trackId: number): number {
  return sizeIndex(mediaTypeSizes, trackId) === video ? 1.99 : 0.99;
}

function artists(from: Random): Rows {
  const values = numbers(artistCount).map((id) => [id, `${title(from, 3)} ${id}`]);
  return { table: "artists", columns: ["id", "name"], values };
}

function albums(from: Random): Rows {
  const values = numbers(albumCount).map((id) => {
    const artist = id <= artistsWithAlbums ? id : 1 + Math.floor(from.next() ** 2 * artistsWithAlbums);
    return [id, title(from, 4), artist];
  });
  return { table: "albums", columns: ["id", "title", "artist_id"], values };
}

function tracks(from: Random): Rows {
  const albumOf = numbers(albumCount).flatMap((album) =>
    Array.from({ length: albumSizes[(album - 1) % albumSizes.length] ?? 1 }, () => album),
  );
  const values = numbers(trackCount).map((id) => {
    const milliseconds = 90_000 + from.below(400_000);
    return [
      id,
      `${title(from, 4)} ${from.below(1000)}`,
      albumOf[id - 1] ?? albumCount,
      sizeIndex(mediaTypeSizes, id),
      sizeIndex(genreSizes, id),
      from.next() < 0.28 ? null : `${title(from, 2)} & ${title(from, 2)}`,
      milliseconds,
      milliseconds * 32 + from.below(10_000),
      trackPrice(id),
    ];
  });
  return {
    table: "tracks",
    columns: ["id", "name", "album_id", "media_type_id", "genre_id", "composer", "milliseconds", "bytes", "unit_price"],
    values,
  };
}

/** Each playlist holds every n-th track, from a start of its own. */
function playlistTracks(): Rows {
  const values = playlistSizes.flatMap(([, size], index) => {
    const step = size * 2 > trackCount ? 1 : 2;
    return Array.from({ length: size }, (_, entry) => [index + 1, 1 + ((index * 97 + entry * step) % trackCount)]);
  });
  return { table: "playlist_tracks", columns: ["playlist_id", "track_id"], values };
}

function named(table: string, sizes: readonly (readonly [string, number])[]): Rows {
  return { table, columns: ["id", "name"], values: sizes.map(([name], index) => [index + 1, name]) };
}

/** The number, from 1, of the group that `id` falls into when groups of these sizes stand in a row. */
function sizeIndex(sizes: readonly (readonly [string, number])[], id: number): number {
  let last = 0;
  for (const [index, [, size]] of sizes.entries()) {
    last += size;
    if (id <= last) return index + 1;
  }
  return sizes.length;
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}
