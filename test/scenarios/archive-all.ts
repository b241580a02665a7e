import { paper } from "./archive-seed.ts";
import type { Scenario } from "./scenario.ts";

const papers = (...numbers: readonly number[]): readonly unknown[] => numbers.map((number) => ({ id: paper(number) }));

function finds(name: string, filter: string, numbers: readonly number[], who = "anon"): Scenario {
  const request = `GET /papers?select=id&order=id&${filter}`;
  return { name, who, request, status: 200, answer: papers(...numbers) };
}

const refused = (hint: string) => ({
  code: "42501",
  message: "permission denied for table papers",
  details: null,
  hint,
});

/** `search` where no column is called so: all columns of the index, and the order by rank. */
export const searchesOfAll: readonly Scenario[] = [
  finds("finds a word in whatever column", "search=wfts.pets", [2]),
  finds("finds words that stand in several columns", "search=plfts.cat%20rest", [1]),
  finds("negates", "search=not.wfts.cat", [3]),
  finds("finds all but what matches", "search=fts.!cat", [3]),
  finds("stands in a tree with others", "or=(search.wfts.supernova,title.plfts.mat)", [1, 5]),
  finds("looks into nothing that the caller may not read", "search=wfts.whale", []),
  finds("looks into nothing that shows on some rows only", "search=wfts.whale", [], "ida"),
  finds("looks into no hidden column, whoever asks", "search=wfts.nonsense", [], "service"),
  finds("does not tell of them by negation either", "search=fts.!whale", [1, 2, 3, 4, 5]),
  {
    name: "ranks the best first",
    request: "GET /remarks?select=id&search=wfts.cat%20or%20dogs&order=search.desc,id",
    status: 200,
    answer: [{ id: 3 }, { id: 1 }],
  },
  {
    name: "ranks the best last, pages and counts",
    request: "GET /remarks?select=id&search=wfts.cat%20or%20dogs&order=search,id&limit=1&offset=1",
    headers: { prefer: "count=exact" },
    status: 206,
    answer: [{ id: 3 }],
    answerHeaders: { "content-range": "1-1/2" },
  },
  {
    name: "ranks within embeds",
    who: "service",
    request: `GET /papers?select=id,remarks(id)&remarks.search=fts.!zebra&remarks.order=search.desc,id.desc&id=eq.${paper(1)}`,
    status: 200,
    answer: [{ id: paper(1), remarks: [{ id: 2 }, { id: 1 }] }],
  },
  {
    name: "does not rank where a column is not the caller's to read",
    who: "service",
    request: "GET /papers?search=wfts.cat&order=search.desc",
    status: 403,
    answer: refused("A column of the search is not granted to this role."),
    roundTrips: 0,
  },
  {
    name: "does not rank without a search",
    request: "GET /remarks?order=search.desc",
    status: 400,
    answer: {
      code: "PGRST100",
      message: "an order by search needs a filter on search",
      details: "The rows are ranked by how well they match it.",
      hint: "Add search=wfts.words",
    },
    roundTrips: 0,
  },
  {
    name: "knows no other filter on search",
    request: "GET /papers?search=eq.x",
    status: 404,
    answer: {
      code: "42883",
      message: "operator does not exist: search",
      details: null,
      hint: "Only fts, plfts, phfts and wfts search.",
    },
    roundTrips: 0,
  },
  {
    name: "gives a rank no place in pages by cursor",
    request: "GET /remarks?search=wfts.cat&order=search.desc&after=",
    status: 400,
    roundTrips: 0,
  },
  {
    name: "changes what a search finds",
    who: "service",
    request: "PATCH /remarks?search=wfts.cats",
    headers: { prefer: "return=representation" },
    body: [{ text: "I like birds" }],
    status: 200,
    answer: [{ id: 1, paper: paper(1), text: "I like birds" }],
  },
];
