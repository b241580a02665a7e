import { draft, tides } from "./publication-seed.ts";
import type { Scenario } from "./scenario.ts";

/** The view that counts what readers make of articles. */
export const viewing: readonly Scenario[] = [
  {
    name: "stands in its article as one object, and orders articles",
    request:
      "GET /articles?select=title,stats:article_stats(comments,reactions)&order=stats(comments).desc,title&limit=2",
    status: 200,
    answer: [
      { title: "Tides", stats: { comments: 2, reactions: 2 } },
      { title: "Small Boats", stats: { comments: 1, reactions: 1 } },
    ],
  },
  {
    name: "does not count for everybody what nobody may read",
    request: `GET /article_stats?select=comments&article_id=eq.${draft}`,
    status: 200,
    answer: [],
  },
  {
    name: "tells readers nothing of reading, and authors all about their own",
    who: "ann",
    request: "GET /article_stats?select=reads,average_progress,articles(title)&reads=gt.0&order=reads.desc",
    status: 200,
    answer: [{ reads: 2, average_progress: 0.3, articles: { title: "Tides" } }],
  },
  {
    name: "does not order by what it hides",
    request: `GET /article_stats?select=comments&article_id=eq.${tides}&order=reads`,
    status: 401,
    roundTrips: 0,
  },
];
