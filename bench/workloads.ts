/** One request as each side is asked for it. */
export interface Call {
  readonly path: string;
  readonly body: string | null;
  /** Default: the workload's. */
  readonly method?: "POST";
}

/** A task that both sides do, each in its own dialect, with the same answer. */
export interface Workload {
  readonly name: WorkloadName;
  readonly title: string;
  readonly method: "GET" | "POST" | "PATCH";
  readonly status: number;
  /** What it has made is taken away after every round. */
  readonly writes: boolean;
  /** The `index`-th request, from 0; different indices ask for different rows. */
  readonly ceiling: (index: number, userId: string) => Call;
  readonly perigee: (index: number) => Call;
}

export type WorkloadName = "read" | "list" | "nested" | "owner" | "insert" | "update" | "rpc";

/** Genres that have at least 20 tracks. */
const fullGenres = [1, 2, 3, 4, 6, 7, 8, 9, 10, 12, 13, 14, 15, 16, 17, 19, 20, 21, 23, 24] as const;

const artistsPath = "/rest/v1/artists";

export const workloads: readonly Workload[] = [
  {
    name: "read",
    title: "one row by its id",
    method: "GET",
    status: 200,
    writes: false,
    ceiling: (index) => get(`/artists/${artistId(index)}`),
    perigee: (index) => get(`${artistsPath}?id=eq.${artistId(index)}`),
  },
  {
    name: "list",
    title: "20 rows, filtered and ordered",
    method: "GET",
    status: 200,
    writes: false,
    ceiling: (index) => get(`/genres/${genreId(index)}/tracks`),
    perigee: (index) =>
      get(
        `/rest/v1/tracks?select=id,name,composer,milliseconds,unit_price&genre_id=eq.${genreId(index)}` +
          "&order=name.asc,id.asc&limit=20",
      ),
  },
  {
    name: "nested",
    title: "20 artists, their albums, their tracks",
    method: "GET",
    status: 200,
    writes: false,
    ceiling: (index) => get(`/artists?after=${firstArtist(index)}`),
    perigee: (index) =>
      get(
        `${artistsPath}?select=id,name,albums(id,title,tracks(id,name,milliseconds))&id=gt.${firstArtist(index)}` +
          "&order=id.asc&limit=20",
      ),
  },
  {
    name: "owner",
    title: "the caller's own rows, newest 20",
    method: "GET",
    status: 200,
    writes: false,
    ceiling: (_index, userId) => get(`/users/${userId}/invoices`),
    perigee: () =>
      get(
        "/rest/v1/invoices?select=id,invoice_date,billing_city,billing_country,total" +
          "&order=invoice_date.desc,id.desc&limit=20",
      ),
  },
  {
    name: "insert",
    title: "insert a row and return it",
    method: "POST",
    status: 201,
    writes: true,
    ceiling: (index) => ({ path: "/artists", body: artist("New", index) }),
    perigee: (index) => ({ path: artistsPath, body: artist("New", index) }),
  },
  {
    name: "update",
    title: "change a row and return it",
    method: "PATCH",
    status: 200,
    writes: true,
    ceiling: (index) => ({ path: `/artists/${artistId(index)}`, body: artist("Renamed", index) }),
    perigee: (index) => ({ path: `${artistsPath}?id=eq.${artistId(index)}`, body: artist("Renamed", index) }),
  },
  {
    name: "rpc",
    title: "a function that reads an artist's albums",
    method: "POST",
    status: 200,
    writes: false,
    ceiling: (index) => ({ path: "/functions/albums_of", body: JSON.stringify({ artist: artistWithAlbums(index) }) }),
    perigee: (index) => ({ path: "/rest/v1/rpc/albums_of", body: JSON.stringify({ artist: artistWithAlbums(index) }) }),
  },
];

function get(path: string): Call {
  return { path, body: null };
}

function artist(word: string, index: number): string {
  return JSON.stringify({ name: `${word} artist ${index}` });
}

export function artistId(index: number): number {
  return 1 + ((index * 61) % 275);
}

function artistWithAlbums(index: number): number {
  return 1 + ((index * 61) % 204);
}

/** Where the page of 20 starts; every artist up to 204 has an album. */
export function firstArtist(index: number): number {
  return (index * 37) % 184;
}

export function genreId(index: number): number {
  return fullGenres[index % fullGenres.length] ?? 1;
}
