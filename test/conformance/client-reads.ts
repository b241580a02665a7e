import type { ClientCase } from "./client.ts";

/** `.select()` and what narrows it. */
export const clientReads: readonly ClientCase[] = [
  {
    name: "select, all",
    ask: (client) => client.from("posters").select(),
    status: 200,
    data: [
      { film_id: 1, url: "/alba.png" },
      { film_id: 3, url: "/blue.png" },
    ],
  },
  {
    name: "select, some",
    ask: (client) => client.from("films").select("id, title, year").eq("id", 1),
    status: 200,
    data: [{ id: 1, title: "Alba", year: 1990 }],
  },
  {
    name: "select over lines",
    ask: (client) => client.from("films").select("id,\n  the_title: title").eq("id", 1),
    status: 200,
    data: [{ id: 1, the_title: "Alba" }],
  },
  {
    name: "eq and neq",
    ask: (client) => client.from("films").select("id").eq("director_id", 1).neq("id", 2),
    status: 200,
    data: [{ id: 1 }],
  },
  {
    name: "gt, gte, lt, lte",
    ask: (client) => client.from("items").select().gt("id", 2).gte("id", 3).lt("id", 7).lte("id", 5),
    status: 200,
    data: [{ id: 3 }, { id: 4 }, { id: 5 }],
  },
  {
    name: "like and ilike",
    ask: (client) => client.from("films").select("id").like("title", "%II").ilike("title", "alba%"),
    status: 200,
    data: [{ id: 2 }],
  },
  {
    name: "likeAllOf",
    ask: (client) => client.from("films").select("id").likeAllOf("title", ["A%", "%I"]),
    status: 200,
    data: [{ id: 2 }],
  },
  {
    name: "likeAnyOf",
    ask: (client) => client.from("films").select("id").likeAnyOf("title", ["Blue%", "%I"]).order("id"),
    status: 200,
    data: [{ id: 2 }, { id: 3 }],
  },
  {
    name: "ilikeAllOf",
    ask: (client) => client.from("films").select("id").ilikeAllOf("title", ["a%", "%i"]),
    status: 200,
    data: [{ id: 2 }],
  },
  {
    name: "ilikeAnyOf",
    ask: (client) => client.from("films").select("id").ilikeAnyOf("title", ["blue%", "%i"]).order("id"),
    status: 200,
    data: [{ id: 2 }, { id: 3 }],
  },
  {
    name: "is null",
    ask: (client) => client.from("films").select("id").is("year", null),
    status: 200,
    data: [{ id: 4 }],
  },
  {
    name: "is true",
    ask: (client) => client.from("films").select("id").is("released", true),
    status: 200,
    data: [{ id: 1 }, { id: 2 }],
  },
  {
    name: "in",
    ask: (client) => client.from("films").select("id").in("title", ["Alba", "Blue, Deep"]).order("id"),
    status: 200,
    data: [{ id: 1 }, { id: 3 }],
  },
  { name: "in of nothing", ask: (client) => client.from("films").select("id").in("id", []), status: 200, data: [] },
  {
    name: "not",
    ask: (client) => client.from("films").select("id").not("year", "is", null).not("id", "in", "(1,2)"),
    status: 200,
    data: [{ id: 3 }],
  },
  {
    name: "or",
    ask: (client) => client.from("films").select("id").or("year.eq.1990,and(id.gt.3,released.is.null)").order("id"),
    status: 200,
    data: [{ id: 1 }, { id: 4 }],
  },
  {
    name: "or on an embed",
    ask: (client) =>
      client
        .from("films")
        .select("id, actors(name)")
        .or("name.eq.Ida,id.eq.3", { referencedTable: "actors" })
        .order("id"),
    status: 200,
    data: [
      { id: 1, actors: [{ name: "Ida" }] },
      { id: 2, actors: [{ name: "Ida" }] },
      { id: 3, actors: [] },
      { id: 4, actors: [] },
    ],
  },
  {
    name: "filter",
    ask: (client) => client.from("films").select("id").filter("info->cut->>minutes", "eq", "95"),
    status: 200,
    data: [{ id: 2 }],
  },
  {
    name: "match, several columns",
    ask: (client) => client.from("films").select("id").match({ director_id: 1, year: 1994 }),
    status: 200,
    data: [{ id: 2 }],
  },
  {
    name: "contains a list",
    ask: (client) => client.from("films").select("id").contains("genres", ["war"]),
    status: 200,
    data: [{ id: 1 }],
  },
  {
    name: "contains JSON",
    ask: (client) =>
      client
        .from("films")
        .select("id")
        .contains("info", { tags: ["old"] })
        .order("id"),
    status: 200,
    data: [{ id: 1 }, { id: 4 }],
  },
  {
    name: "containedBy",
    ask: (client) => client.from("films").select("id").containedBy("scores", [1, 2, 4]).order("id"),
    status: 200,
    data: [{ id: 2 }, { id: 3 }],
  },
  {
    name: "overlaps",
    ask: (client) => client.from("films").select("id").overlaps("scores", [3, 4]),
    status: 200,
    data: [{ id: 1 }],
  },
  {
    name: "order",
    ask: (client) => client.from("films").select("id").order("year", { ascending: false, nullsFirst: false }),
    status: 200,
    data: [{ id: 3 }, { id: 2 }, { id: 1 }, { id: 4 }],
  },
  {
    name: "order by two",
    ask: (client) =>
      client.from("films").select("id").order("director_id", { nullsFirst: true }).order("id", { ascending: false }),
    status: 200,
    data: [{ id: 4 }, { id: 2 }, { id: 1 }, { id: 3 }],
  },
  {
    name: "order of an embed",
    ask: (client) =>
      client
        .from("directors")
        .select("name, films(id)")
        .order("id", { referencedTable: "films", ascending: false })
        .eq("id", 1),
    status: 200,
    data: [{ name: "Ava", films: [{ id: 2 }, { id: 1 }] }],
  },
  {
    name: "order by a related column",
    ask: (client) =>
      client
        .from("films")
        .select("id, directors(name)")
        .order("directors(name)", { ascending: false, nullsFirst: false })
        .order("id"),
    status: 200,
    data: [
      { id: 3, directors: { name: "Ben" } },
      { id: 1, directors: { name: "Ava" } },
      { id: 2, directors: { name: "Ava" } },
      { id: 4, directors: null },
    ],
  },
  {
    name: "limit",
    ask: (client) => client.from("items").select().order("id").limit(2),
    status: 200,
    data: [{ id: 1 }, { id: 2 }],
  },
  {
    name: "limit of an embed",
    ask: (client) =>
      client
        .from("directors")
        .select("films(id)")
        .limit(1, { referencedTable: "films" })
        .order("id", { referencedTable: "films" })
        .eq("id", 1),
    status: 200,
    data: [{ films: [{ id: 1 }] }],
  },
  {
    name: "range",
    ask: (client) => client.from("items").select().order("id").range(2, 4),
    status: 200,
    data: [{ id: 3 }, { id: 4 }, { id: 5 }],
  },
  {
    name: "range, counted",
    ask: (client) => client.from("items").select("*", { count: "exact" }).order("id").range(13, 20),
    status: 206,
    data: [{ id: 14 }, { id: 15 }],
    count: 15,
  },
  {
    name: "counted alone",
    ask: (client) => client.from("items").select("*", { count: "exact", head: true }),
    status: 200,
    count: 15,
  },
  {
    name: "planned",
    ask: (client) => client.from("items").select("*", { count: "planned", head: true }).gt("id", 5),
    status: 200,
    count: 10,
  },
  {
    name: "estimated",
    ask: (client) => client.from("items").select("*", { count: "estimated", head: true }).limit(1),
    status: 206,
    count: 15,
  },
  {
    name: "single",
    ask: (client) => client.from("films").select("id, title").eq("id", 1).single(),
    status: 200,
    data: { id: 1, title: "Alba" },
  },
  {
    name: "single of many",
    ask: (client) => client.from("items").select().single(),
    status: 406,
    error: {
      code: "PGRST116",
      message: "Cannot coerce the result to a single JSON object",
      details: "The result contains 15 rows",
      hint: null,
    },
  },
  {
    name: "single of none",
    ask: (client) => client.from("nothing").select().single(),
    status: 406,
    error: {
      code: "PGRST116",
      message: "Cannot coerce the result to a single JSON object",
      details: "The result contains 0 rows",
      hint: null,
    },
  },
  {
    name: "maybeSingle",
    ask: (client) => client.from("films").select("id").eq("id", 2).maybeSingle(),
    status: 200,
    data: { id: 2 },
  },
  { name: "maybeSingle of none", ask: (client) => client.from("nothing").select().maybeSingle(), status: 200 },
  {
    name: "csv",
    ask: (client) => client.from("films").select("id, title, year").order("id").csv(),
    status: 200,
    data: 'id,title,year\n1,Alba,1990\n2,"Alba II",1994\n3,"Blue, Deep",2001\n4,"Say ""Cut""",',
  },
  { name: "csv of nothing", ask: (client) => client.from("nothing").select().csv(), status: 200 },
  {
    name: "stripNulls",
    ask: (client) => client.from("films").select("id, year, gross").order("id").stripNulls(),
    status: 200,
    data: [
      { id: 1, year: 1990, gross: 100.25 },
      { id: 2, year: 1994, gross: 40 },
      { id: 3, year: 2001 },
      { id: 4, gross: 60.5 },
    ],
  },
  {
    name: "what is no table",
    ask: (client) => client.from("film").select(),
    status: 404,
    error: {
      code: "PGRST205",
      message: "Could not find the table 'public.film' in the schema cache",
      details: null,
      hint: "Perhaps you meant the table 'public.films'",
    },
  },
  {
    name: "what is no column",
    ask: (client) => client.from("films").select("titel"),
    status: 400,
    error: {
      code: "42703",
      message: "column films.titel does not exist",
      details: null,
      hint: 'Perhaps you meant to reference the column "films.title".',
    },
  },
  {
    name: "names that need quotes",
    ask: (client) =>
      client.from("Bühne & Saal").select('"Nr.", "Art der Bühne", 日本語').eq("Art der Bühne", "groß").order("日本語"),
    status: 200,
    data: [{ "Nr.": 1, "Art der Bühne": "groß", 日本語: "一" }],
  },
];
