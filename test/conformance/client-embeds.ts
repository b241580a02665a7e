import type { ClientCase } from "./client.ts";

/** Embeds, spreads and aggregates. */
export const clientEmbeds: readonly ClientCase[] = [
  {
    name: "to one",
    ask: (client) => client.from("films").select("title, directors(name)").lte("id", 2).order("id"),
    status: 200,
    data: [
      { title: "Alba", directors: { name: "Ava" } },
      { title: "Alba II", directors: { name: "Ava" } },
    ],
  },
  {
    name: "to many",
    ask: (client) => client.from("directors").select("name, films(id, title)").order("id").limit(2),
    status: 200,
    data: [
      {
        name: "Ava",
        films: [
          { id: 1, title: "Alba" },
          { id: 2, title: "Alba II" },
        ],
      },
      { name: "Ben", films: [{ id: 3, title: "Blue, Deep" }] },
    ],
  },
  {
    name: "many to many",
    ask: (client) => client.from("films").select("id, cast:actors(name)").order("id"),
    status: 200,
    data: [
      { id: 1, cast: [{ name: "Ida" }, { name: "Jon" }] },
      { id: 2, cast: [{ name: "Ida" }] },
      { id: 3, cast: [{ name: "Jon" }] },
      { id: 4, cast: [] },
    ],
  },
  {
    name: "one to one",
    ask: (client) => client.from("films").select("id, posters(url)").order("id").limit(2),
    status: 200,
    data: [
      { id: 1, posters: { url: "/alba.png" } },
      { id: 2, posters: null },
    ],
  },
  {
    name: "nested",
    ask: (client) =>
      client.from("directors").select("name, films(title, roles(part, actors(name)))").eq("id", 1).single(),
    status: 200,
    data: {
      name: "Ava",
      films: [
        {
          title: "Alba",
          roles: [
            { part: "queen", actors: { name: "Ida" } },
            { part: "king", actors: { name: "Jon" } },
          ],
        },
        { title: "Alba II", roles: [{ part: "queen", actors: { name: "Ida" } }] },
      ],
    },
  },
  {
    name: "itself, by a hint",
    ask: (client) => client.from("directors").select("name, pupils:directors!mentor_id(name)").eq("id", 1),
    status: 200,
    data: [{ name: "Ava", pupils: [{ name: "Ben" }, { name: "Dan" }] }],
  },
  {
    name: "two foreign keys to one table",
    ask: (client) =>
      client
        .from("films")
        .select("id, made:companies!produced_by(name), sold:companies!distributed_by(name)")
        .order("id")
        .limit(1),
    status: 200,
    data: [{ id: 1, made: { name: "North" }, sold: { name: "South" } }],
  },
  {
    name: "inner, filtered",
    ask: (client) => client.from("films").select("id, directors!inner(name)").eq("directors.name", "Ava").order("id"),
    status: 200,
    data: [
      { id: 1, directors: { name: "Ava" } },
      { id: 2, directors: { name: "Ava" } },
    ],
  },
  {
    name: "filtered, in an embed of an embed",
    ask: (client) =>
      client
        .from("directors")
        .select("name, films(id, actors(name))")
        .eq("films.actors.name", "Jon")
        .order("id")
        .limit(1),
    status: 200,
    data: [
      {
        name: "Ava",
        films: [
          { id: 1, actors: [{ name: "Jon" }] },
          { id: 2, actors: [] },
        ],
      },
    ],
  },
  {
    name: "without rows",
    ask: (client) => client.from("directors").select("name, films()").is("films", null).order("id"),
    status: 200,
    data: [{ name: "Cleo" }, { name: "Dan" }],
  },
  {
    name: "with rows",
    ask: (client) => client.from("directors").select("name, films()").not("films", "is", null).order("id"),
    status: 200,
    data: [{ name: "Ava" }, { name: "Ben" }],
  },
  {
    name: "spread",
    ask: (client) => client.from("films").select("id, ...directors(director:name)").order("id"),
    status: 200,
    data: [
      { id: 1, director: "Ava" },
      { id: 2, director: "Ava" },
      { id: 3, director: "Ben" },
      { id: 4, director: null },
    ],
  },
  {
    name: "spread, to many",
    ask: (client) => client.from("plants").select("plant:name, ...machines(name)").order("id"),
    status: 200,
    data: [
      { plant: "Plant A", name: ["A1", "A2"] },
      { plant: "Plant B", name: ["B1", "B2"] },
      { plant: "Plant C", name: ["C1"] },
      { plant: "Plant D", name: [] },
    ],
  },
  {
    name: "count of related rows",
    ask: (client) => client.from("directors").select("name, films(count)").order("id"),
    status: 200,
    data: [
      { name: "Ava", films: [{ count: 2 }] },
      { name: "Ben", films: [{ count: 1 }] },
      { name: "Cleo", films: [{ count: 0 }] },
      { name: "Dan", films: [{ count: 0 }] },
    ],
  },
  {
    name: "sum, grouped",
    ask: (client) => client.from("roles").select("film_id, pay.sum()").order("film_id"),
    status: 200,
    data: [
      { film_id: 1, sum: 30 },
      { film_id: 2, sum: 30 },
      { film_id: 3, sum: null },
    ],
  },
  {
    name: "a JSON path",
    ask: (client) => client.from("films").select("minutes:info->cut->minutes, tag:info->tags->>0").eq("id", 1),
    status: 200,
    data: [{ minutes: 120, tag: "old" }],
  },
  {
    name: "a cast",
    ask: (client) => client.from("films").select("id::text, year::text").eq("id", 1).single(),
    status: 200,
    data: { id: "1", year: "1990" },
  },
  {
    name: "what is ambiguous",
    ask: (client) => client.from("crews").select("*, hands(*)"),
    status: 300,
    error: {
      code: "PGRST201",
      message: "Could not embed because more than one relationship was found for 'crews' and 'hands'",
      details: [
        {
          cardinality: "one-to-many",
          embedding: "crews with hands",
          relationship: "hands_crew_id_fkey using crews(id) and hands(crew_id)",
        },
        {
          cardinality: "many-to-one",
          embedding: "crews with hands",
          relationship: "crews_head_id_fkey using crews(head_id) and hands(id)",
        },
      ],
      hint: "Try changing 'hands' to one of the following: 'hands!hands_crew_id_fkey', 'hands!crews_head_id_fkey'. Find the desired relationship in the 'details' key.",
    },
  },
];
