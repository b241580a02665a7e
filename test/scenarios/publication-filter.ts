import type { Scenario } from "./scenario.ts";

export const filtering: readonly Scenario[] = [
  ...(
    [
      ["eq", "slug=eq.tides", ["tides"]],
      ["neq", "slug=neq.tides", ["boats", "orbits"]],
      ["gt", "published_at=gt.2026-02-01T09:00:00Z", ["boats"]],
      ["gte", "published_at=gte.2026-02-01T10:00:00%2B01:00", ["boats", "orbits"]],
      ["lt", "published_at=lt.2026-02-01T09:00:00Z", ["tides"]],
      ["lte", "published_at=lte.2026-02-01T09:00:00Z", ["orbits", "tides"]],
      ["like, which minds the case", "title=like.*oat*", ["boats"]],
      ["like in another case", "title=like.*OAT*", []],
      ["ilike, which does not", "title=ilike.*OAT*", ["boats"]],
      ["in", "slug=in.(tides,boats)", ["boats", "tides"]],
      ["in with nothing in it", "slug=in.()", []],
      ["in with a quoted comma", 'title=in.("Small Boats","a,b")', ["boats"]],
      ["is null", "subtitle=is.null", ["boats", "orbits"]],
      ["is not null", "subtitle=not.is.null", ["tides"]],
      ["is true", "featured=is.true", ["tides"]],
      ["is false", "featured=is.false", ["boats", "orbits"]],
      ["isdistinct", "subtitle=isdistinct.Why the sea breathes", ["boats", "orbits"]],
      ["not", "slug=not.eq.tides", ["boats", "orbits"]],
      ["not in", "slug=not.in.(tides,boats)", ["orbits"]],
      ["containment of a list", "keywords=cs.{moon,water}", ["tides"]],
      ["being contained in a list", "keywords=cd.{moon}", ["boats", "orbits"]],
      ["overlap of lists", "keywords=ov.{water,wine}", ["tides"]],
      ["eq(any)", "slug=eq(any).{tides,boats}", ["boats", "tides"]],
      ["like(all)", "title=like(all).{*i*,*d*}", ["tides"]],
      ["ilike(any)", "title=ilike(any).{*TIDE*,*orb*}", ["orbits", "tides"]],
      ["a place inside JSON", "meta->>series=eq.Water", ["tides"]],
      ["an or", "or=(slug.eq.tides,title.like.Small*)", ["boats", "tides"]],
      ["an and within an or", "or=(and(slug.eq.tides,featured.is.true),slug.eq.boats)", ["boats", "tides"]],
      ["a negated or", "not.or=(slug.eq.tides,slug.eq.boats)", ["orbits"]],
      ["a not within an and", "and=(slug.not.eq.tides,not.and(slug.eq.boats,featured.is.false))", ["orbits"]],
      ["several filters, all of which hold", "slug=neq.tides&slug=neq.boats", ["orbits"]],
    ] as const
  ).map(
    ([operator, filter, found]): Scenario => ({
      name: `finds rows by ${operator}`,
      request: `GET /articles?select=slug&${filter}&order=slug`,
      status: 200,
      answer: found.map((slug) => ({ slug })),
    }),
  ),
  {
    name: "reads a boolean in PostgreSQL's spellings",
    request: "GET /articles?select=slug&featured=eq.t",
    status: 200,
    answer: [{ slug: "tides" }],
  },
  {
    name: "does not take a value for SQL, whatever it holds",
    request: "GET /articles?select=slug&slug=eq.x'%20or%201=1--",
    status: 200,
    answer: [],
  },
  {
    name: "filters a to-many embed inside an or of its own",
    request: "GET /articles?select=slug,comments(body)&slug=eq.tides&comments.or=(body.like.Love*,body.like.Thank*)",
    status: 200,
    answer: [{ slug: "tides", comments: [{ body: "Lovely." }, { body: "Thank you." }] }],
  },
];
