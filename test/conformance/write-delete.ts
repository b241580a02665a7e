import type { Scenario } from "../scenarios/scenario.ts";
import { count, failureOf, json, logged, prefer, representation, rows } from "./words.ts";

const strict = (most: number): { readonly prefer: string } => prefer("handling=strict", `max-affected=${most}`);

/** DELETE. */
export const deletes: readonly Scenario[] = [
  {
    name: "of one row, and nothing comes back",
    request: "DELETE /makers?id=eq.3",
    status: 204,
    answer: "",
    answerHeaders: { "content-type": null, "content-range": "*/*", "preference-applied": null },
    effects: [count("makers", 2), logged('DELETE makers {"id":3}')],
  },
  {
    name: "of one row that comes back, counted",
    request: "DELETE /makers?id=eq.3",
    headers: prefer("return=representation", "count=exact"),
    status: 200,
    answer: [{ id: 3, name: "Cogs", country: null, rating: 1 }],
    answerHeaders: {
      "content-range": "*/1",
      "content-type": json,
      "preference-applied": "return=representation, count=exact",
    },
  },
  {
    name: "takes no notice of select where nothing comes back",
    request: "DELETE /makers?id=eq.3&select=id",
    headers: prefer("return=minimal"),
    status: 204,
    answer: "",
    answerHeaders: { "preference-applied": "return=minimal" },
  },
  {
    name: "gives what is selected, renamed and cast",
    request: "DELETE /makers?id=eq.3&select=no:id::text,called:name",
    headers: representation,
    status: 200,
    answer: [{ no: "3", called: "Cogs" }],
  },
  {
    name: "gives a related row",
    request: "DELETE /placements?id=eq.2&select=id,aisles(label),goods!placements_sku_fkey(title)",
    headers: representation,
    status: 200,
    answer: [{ id: 2, aisles: { label: "a" }, goods: { title: "Bolt" } }],
  },
  {
    name: "gives the rows that go along",
    request: "DELETE /goods?sku=eq.saw&select=sku,labels(word),placements!placements_sku_fkey(id)&labels.order=word",
    headers: representation,
    status: 200,
    answer: [{ sku: "saw", labels: [{ word: "heavy" }, { word: "new" }], placements: [{ id: 3 }] }],
    effects: [count("goods_labels", 1), count("placements", 2)],
  },
  {
    name: "gives its rows in an order, with related ones",
    request: "DELETE /placements?select=id,goods!placements_sku_fkey(stock)&order=amount.desc",
    headers: representation,
    status: 200,
    answer: [
      { id: 2, goods: { stock: 20 } },
      { id: 1, goods: { stock: 10 } },
      { id: 3, goods: { stock: 3 } },
    ],
    effects: [count("placements", 0)],
  },
  {
    name: "of no row",
    request: "DELETE /makers?id=eq.99",
    headers: representation,
    status: 200,
    answer: [],
    answerHeaders: { "content-range": "*/*" },
    effects: [logged()],
  },
  {
    name: "takes no notice of a body",
    request: "DELETE /makers?id=eq.3",
    body: { id: 1 },
    status: 204,
    effects: [rows("makers", "id", [{ id: 1 }, { id: 2 }])],
  },
  {
    name: "of some rows in an order",
    request: "DELETE /keys_only?order=id.desc&limit=1",
    headers: representation,
    status: 200,
    answer: [{ id: 2 }],
    effects: [rows("keys_only", "id", [{ id: 1 }])],
  },
  {
    name: "of some rows in no order",
    request: "DELETE /keys_only?limit=1",
    status: 400,
    answer: failureOf("PGRST109", "A 'limit' was applied without an explicit 'order'", {
      hint: "Apply an 'order' using unique column(s)",
    }),
    roundTrips: 0,
    effects: [count("keys_only", 2)],
  },
  {
    name: "of a limit of none",
    request: "DELETE /keys_only?order=id&limit=0",
    headers: representation,
    status: 200,
    answer: [],
    effects: [count("keys_only", 2)],
  },
  {
    name: "of several rows where an object is asked for deletes none",
    request: "DELETE /keys_only",
    headers: { accept: "application/vnd.pgrst.object+json" },
    status: 406,
    answer: failureOf("PGRST116", "Cannot coerce the result to a single JSON object", {
      details: "The result contains 2 rows",
    }),
    effects: [count("keys_only", 2)],
  },
  {
    name: "of more rows than may be deletes none",
    request: "DELETE /keys_only",
    headers: strict(1),
    status: 400,
    answer: failureOf("PGRST124", "Query result exceeds max-affected preference constraint", {
      details: "The query affects 2 rows",
    }),
    effects: [count("keys_only", 2)],
  },
  {
    name: "of what others forget, logged with it",
    request: "DELETE /goods?sku=eq.nut&select=sku",
    headers: representation,
    status: 409,
    roundTrips: 2,
    effects: [count("goods", 4)],
  },
];
