import { boats, orbits, people, science, tides } from "./publication-seed.ts";
import { idOf, type Scenario } from "./scenario.ts";

const { bob } = people;

export const selecting: readonly Scenario[] = [
  {
    name: "renames columns and leaves the rest out",
    request: "GET /articles?select=id,heading:title,published:published_at&slug=eq.tides",
    status: 200,
    answer: [{ id: tides, heading: "Tides", published: "2026-01-01T09:00:00+00:00" }],
    answerHeaders: {
      "content-type": "application/json; charset=utf-8",
      "content-range": "0-0/*",
      "x-content-type-options": "nosniff",
    },
  },
  {
    name: "gives everybody the public columns of `*`, and no note of an editor's",
    request: "GET /articles?slug=eq.boats",
    status: 200,
    answer: [
      {
        id: boats,
        author_id: bob.id,
        category_id: science,
        slug: "boats",
        title: "Small Boats",
        subtitle: null,
        body: "Words.",
        status: "published",
        featured: false,
        published_at: "2026-03-01T09:00:00+00:00",
        reading_minutes: 1,
        meta: {},
        keywords: [],
        created_at: "2025-12-01T09:00:00+00:00",
        updated_at: "2025-12-01T09:00:00+00:00",
      },
    ],
  },
  {
    name: "reaches into JSON with arrows, as JSON and as text",
    request: "GET /articles?select=cover:meta->cover->>alt,meta->series,meta->cover->missing&slug=eq.tides",
    status: 200,
    answer: [{ cover: "A pier", series: "Water", missing: null }],
  },
  {
    name: "casts to text and back to numbers",
    request: "GET /job_listings?select=title,salary:salary_min::text,remote::text&title=eq.Sailor",
    status: 200,
    answer: [{ title: "Sailor", salary: "100", remote: "false" }],
  },
  {
    name: "embeds a to-one row as an object under the name that was asked for",
    request: "GET /articles?select=title,author:profiles!author_id(handle,city:location)&slug=eq.tides",
    status: 200,
    answer: [{ title: "Tides", author: { handle: "ann", city: "Bergen" } }],
  },
  {
    name: "embeds rows through a junction as an array",
    request: "GET /articles?select=title,tags(name)&slug=eq.tides&tags.order=name",
    status: 200,
    answer: [{ title: "Tides", tags: [{ name: "Craft" }, { name: "Sea" }] }],
  },
  {
    name: "embeds four levels deep, filtered, ordered and limited on the way, in one statement",
    request:
      "GET /profiles?select=handle,articles!author_id(title,comments(body,author:profiles(handle,comments(count:id))),tags(slug))" +
      "&handle=eq.ann&articles.order=title.desc&articles.comments.order=created_at.desc&articles.comments.limit=1" +
      "&articles.tags.order=slug&articles.comments.author.comments.limit=1",
    status: 200,
    answer: [
      {
        handle: "ann",
        articles: [
          {
            title: "Tides",
            comments: [{ body: "Thank you.", author: { handle: "ann", comments: [{ count: idOf("d", 3) }] } }],
            tags: [{ slug: "craft" }, { slug: "sea" }],
          },
          { title: "Orbits", comments: [], tags: [{ slug: "stars" }] },
        ],
      },
    ],
  },
  {
    name: "spreads a to-one row into its parent",
    request: "GET /articles?select=title,...profiles!author_id(author:handle,location)&slug=eq.boats",
    status: 200,
    answer: [{ title: "Small Boats", author: "bob", location: null }],
  },
  {
    name: "embeds by a hint of the foreign key's column",
    request: "GET /articles?select=title,author:profiles!author_id(handle)&slug=eq.boats",
    status: 200,
    answer: [{ title: "Small Boats", author: { handle: "bob" } }],
  },
  {
    name: "embeds by the foreign key's PostgreSQL name",
    request: "GET /articles?select=author:profiles!articles_author_id_fkey(handle)&slug=eq.boats",
    status: 200,
    answer: [{ author: { handle: "bob" } }],
  },
  {
    name: "embeds by the column's name alone",
    request: "GET /articles?select=author_id(handle)&slug=eq.boats",
    status: 200,
    answer: [{ author_id: { handle: "bob" } }],
  },
  {
    name: "keeps only the parents of an inner embed, filtered by the child's column",
    request: "GET /articles?select=title,tags!inner(slug)&tags.slug=eq.sea&order=title",
    status: 200,
    answer: [
      { title: "Small Boats", tags: [{ slug: "sea" }] },
      { title: "Tides", tags: [{ slug: "sea" }] },
    ],
  },
  {
    name: "keeps parents without children where the join is left",
    request: "GET /articles?select=title,tags(slug)&tags.slug=eq.sea&order=title",
    status: 200,
    answer: [
      { title: "Orbits", tags: [] },
      { title: "Small Boats", tags: [{ slug: "sea" }] },
      { title: "Tides", tags: [{ slug: "sea" }] },
    ],
  },
  {
    name: "finds parents without children by is.null on the embed",
    request: "GET /articles?select=title,comments()&comments=is.null&order=title",
    status: 200,
    answer: [{ title: "Orbits" }],
  },
  {
    name: "finds parents with children by not.is.null on the embed",
    request: "GET /articles?select=title,comments()&comments=not.is.null&order=title",
    status: 200,
    answer: [{ title: "Small Boats" }, { title: "Tides" }],
  },
  {
    name: "orders by a column of a to-one embed",
    request: "GET /articles?select=title,author:profiles!author_id(handle)&order=author(handle).desc,title",
    status: 200,
    answer: [
      { title: "Small Boats", author: { handle: "bob" } },
      { title: "Orbits", author: { handle: "ann" } },
      { title: "Tides", author: { handle: "ann" } },
    ],
  },
  {
    name: "embeds children of a table that refers to itself, and the parent by the key's column",
    request: "GET /categories?select=slug,parent:parent_id(slug),categories(slug)&order=slug",
    status: 200,
    answer: [
      { slug: "food", parent: null, categories: [] },
      { slug: "physics", parent: { slug: "science" }, categories: [] },
      { slug: "science", parent: null, categories: [{ slug: "physics" }] },
    ],
  },
  {
    name: "embeds the rows of a junction with its own columns",
    request: "GET /tags?select=slug,article_tags(article_id)&slug=eq.stars",
    status: 200,
    answer: [{ slug: "stars", article_tags: [{ article_id: orbits }] }],
  },
  {
    name: "goes as deep as the limits allow, under rules, filters, orders and limits at every level",
    request: deepest(4),
    who: "ann",
    status: 200,
  },
  {
    name: "says in a code that a request is too deep for the database",
    request: deepest(6),
    who: "ann",
    status: 400,
  },
];

/** Embeds within each other, each with everything that an embed may have. */
function deepest(depth: number): string {
  const levels = [
    ["articles!author_id", "articles"],
    ["comments", "comments"],
    ["profiles!author_id", "profiles"],
    ["articles!author_id", "articles"],
    ["tags", "tags"],
    ["articles", "articles"],
  ].slice(0, depth);
  const select = levels.reduceRight((inner, [name]) => `${name}(*${inner === "" ? "" : ","}${inner})`, "");
  const conditions = Array.from({ length: 12 }, () => "id.not.is.null").join();
  const options = levels.map((_, index) => {
    const path = levels
      .slice(0, index + 1)
      .map(([, name]) => name)
      .join(".");
    return `${path}.or=(${conditions})&${path}.order=id.desc&${path}.limit=2&${path}.offset=0`;
  });
  return `GET /profiles?select=*,${select}&${options.join("&")}&order=handle&limit=3`;
}
