import { chinook } from "../../bench/chinook/app.ts";
import { people, seed } from "./chinook-seed.ts";
import { play } from "./play.ts";
import type { Scenario } from "./scenario.ts";

const representation = { prefer: "return=representation" };

const catalogue: readonly Scenario[] = [
  {
    name: "embeds three levels down and a many-to-many at the end",
    request:
      "GET /artists?select=name,albums(title,tracks(name,genres(name),playlists(name)))&id=eq.1" +
      "&albums.order=title&albums.tracks.order=name&albums.tracks.playlists.order=name",
    status: 200,
    answer: [
      {
        name: "AC/DC",
        albums: [
          {
            title: "For Those About To Rock",
            tracks: [
              { name: "Evil Walks", genres: { name: "Rock" }, playlists: [{ name: "Loud" }, { name: "Music" }] },
              { name: "Snowballed", genres: { name: "Rock" }, playlists: [] },
            ],
          },
          {
            title: "Let There Be Rock",
            tracks: [{ name: "Go Down", genres: { name: "Rock" }, playlists: [{ name: "Loud" }] }],
          },
        ],
      },
    ],
  },
  {
    name: "embeds upwards through two tables in one object",
    request: "GET /tracks?select=name,album:albums(title,artist:artists(name))&id=in.(1,5)&order=id",
    status: 200,
    answer: [
      { name: "Evil Walks", album: { title: "For Those About To Rock", artist: { name: "AC/DC" } } },
      { name: "So What", album: null },
    ],
  },
  {
    name: "filters through two inner embeds",
    request: "GET /tracks?select=name,albums!inner(artists!inner(name))&albums.artists.name=like.AC*&order=name",
    headers: { prefer: "count=exact" },
    status: 200,
    answer: [
      { name: "Evil Walks", albums: { artists: { name: "AC/DC" } } },
      { name: "Go Down", albums: { artists: { name: "AC/DC" } } },
      { name: "Snowballed", albums: { artists: { name: "AC/DC" } } },
    ],
    answerHeaders: { "content-range": "0-2/3" },
  },
  {
    name: "pages through a many-to-many, each parent for itself",
    request: "GET /playlists?select=name,tracks(name)&order=name&tracks.order=name&tracks.limit=1",
    status: 200,
    answer: [
      { name: "Empty", tracks: [] },
      { name: "Loud", tracks: [{ name: "Evil Walks" }] },
      { name: "Music", tracks: [{ name: "Evil Walks" }] },
    ],
  },
  {
    name: "takes an anti-join by is.null",
    request: "GET /playlists?select=name,tracks()&tracks=is.null",
    status: 200,
    answer: [{ name: "Empty" }],
  },
  {
    name: "combines a filter on an embed's presence with one of its own in an or",
    request: "GET /playlists?select=name,tracks()&or=(tracks.is.null,name.eq.Loud)&order=name",
    status: 200,
    answer: [{ name: "Empty" }, { name: "Loud" }],
  },
  {
    name: "spreads two tables into one row",
    request: "GET /tracks?select=name,...albums(album:title,...artists(artist:name))&id=eq.3",
    status: 200,
    answer: [{ name: "Go Down", album: "Let There Be Rock", artist: "AC/DC" }],
  },
  {
    name: "orders by the title of a to-one embed and then backwards by a column",
    request: "GET /tracks?select=name,albums(title)&order=albums(title),milliseconds.desc&limit=3",
    status: 200,
    answer: [
      { name: "Fast As a Shark", albums: { title: "Balls to the Wall" } },
      { name: "Evil Walks", albums: { title: "For Those About To Rock" } },
      { name: "Snowballed", albums: { title: "For Those About To Rock" } },
    ],
  },
  {
    name: "compares money to the cent",
    request: "GET /tracks?select=name,unit_price&unit_price=gt.0.99",
    status: 200,
    answer: [{ name: "Go Down", unit_price: 1.99 }],
  },
  {
    name: "counts without a row on the page",
    request: "GET /tracks?select=name&limit=0",
    headers: { prefer: "count=exact" },
    status: 206,
    answer: [],
    answerHeaders: { "content-range": "*/5" },
  },
];

const sales: readonly Scenario[] = [
  {
    name: "shows customers their own invoices, down to the artist, in one statement",
    who: "luis",
    request:
      "GET /invoices?select=total,customers(first_name),invoice_lines(quantity,tracks(name,albums(artists(name))))" +
      "&order=invoice_date&invoice_lines.order=id",
    status: 200,
    answer: [
      {
        total: 2.97,
        customers: { first_name: "Luís" },
        invoice_lines: [
          { quantity: 1, tracks: { name: "Evil Walks", albums: { artists: { name: "AC/DC" } } } },
          { quantity: 2, tracks: { name: "Snowballed", albums: { artists: { name: "AC/DC" } } } },
        ],
      },
      {
        total: 1.99,
        customers: { first_name: "Luís" },
        invoice_lines: [{ quantity: 1, tracks: { name: "Go Down", albums: { artists: { name: "AC/DC" } } } }],
      },
    ],
  },
  {
    name: "shows nobody the sales of a track but their own",
    who: "mark",
    request: "GET /tracks?select=name,invoice_lines(quantity)&id=eq.1",
    status: 200,
    answer: [{ name: "Evil Walks", invoice_lines: [{ quantity: 1 }] }],
  },
  {
    name: "refuses the anonymous the sales, embedded as well",
    request: "GET /tracks?select=name,invoice_lines(quantity)",
    status: 401,
    roundTrips: 0,
  },
  {
    name: "shows of employees what is granted, and their names through a customer",
    who: "luis",
    request: "GET /customers?select=first_name,agent:employees(first_name,title)",
    status: 200,
    answer: [{ first_name: "Luís", agent: { first_name: "Jane", title: "Sales Support Agent" } }],
  },
  {
    name: "refuses a relation over a column that the role does not see",
    who: "luis",
    request: "GET /employees?select=first_name,manager:reports_to(first_name)",
    status: 403,
    answer: {
      code: "42501",
      message: "permission denied for table employees",
      details: null,
      hint: 'The column "reports_to" is not granted to this role.',
    },
    roundTrips: 0,
  },
  {
    name: "lets the service walk up the whole hierarchy",
    who: "service",
    request: "GET /employees?select=first_name,boss:reports_to(first_name,boss:reports_to(first_name))&id=eq.3",
    status: 200,
    answer: [{ first_name: "Jane", boss: { first_name: "Nancy", boss: { first_name: "Andrew" } } }],
  },
];

const writing: readonly Scenario[] = [
  {
    name: "inserts several artists under numbers that the database gives",
    who: "luis",
    request: "POST /artists",
    body: [{ name: "Zappa" }, { name: "Zucchero" }],
    headers: representation,
    status: 201,
    answer: [
      { id: 4, name: "Zappa" },
      { id: 5, name: "Zucchero" },
    ],
  },
  {
    name: "changes customers' own addresses and leaves others' alone",
    who: "luis",
    request: "PATCH /customers?select=id,city",
    body: { city: "Porto" },
    headers: { prefer: "return=representation,count=exact" },
    status: 200,
    answer: [{ id: 1, city: "Porto" }],
    answerHeaders: { "content-range": "0-0/1" },
  },
  {
    name: "refuses customers another agent",
    who: "luis",
    request: "PATCH /customers?id=eq.1",
    body: { support_rep_id: 1 },
    status: 403,
    roundTrips: 0,
  },
  {
    name: "gives back the albums and tracks that go with an artist",
    who: "luis",
    request: "DELETE /artists?id=eq.2&select=name,albums(title,tracks(name))",
    headers: representation,
    status: 200,
    answer: [{ name: "Accept", albums: [{ title: "Balls to the Wall", tracks: [{ name: "Fast As a Shark" }] }] }],
    effects: [
      { sql: "select count(*) as n from playlist_tracks", rows: [{ n: 4 }] },
      {
        sql: "select table_name, actor from _perigee_changes order by table_name",
        rows: ["albums", "artists", "playlist_tracks", "tracks"].map((table_name) => ({
          table_name,
          actor: people.luis.id,
        })),
      },
    ],
  },
  {
    name: "refuses an artist whose tracks were sold, and says by which key",
    who: "luis",
    request: "DELETE /artists?id=eq.1",
    status: 409,
    answer: {
      code: "23503",
      message:
        'update or delete on table "tracks" violates foreign key constraint "invoice_lines_track_id_fkey" on table "invoice_lines"',
      details: 'Key is still referenced from table "invoice_lines".',
      hint: null,
    },
    roundTrips: 2,
    effects: [{ sql: "select count(*) as n from artists", rows: [{ n: 3 }] }],
  },
  {
    name: "upserts artists by their numbers, new ones among them",
    who: "luis",
    request: "POST /artists?order=id",
    body: [
      { id: 3, name: "Aerosmith!" },
      { id: 9, name: "Nine" },
    ],
    headers: { prefer: "return=representation,resolution=merge-duplicates" },
    status: 201,
    answer: [
      { id: 3, name: "Aerosmith!" },
      { id: 9, name: "Nine" },
    ],
  },
];

play({ app: chinook, seed, people }, { "the catalogue": catalogue, "the sales": sales, "a write": writing });
