import type { Scenario } from "../scenarios/scenario.ts";
import { count, failureOf, prefer } from "./words.ts";

/** `return=headers-only`: where the row is. */
export const places: readonly Scenario[] = [
  {
    name: "by its key",
    request: "POST /makers?select=name",
    body: { name: "Dent" },
    headers: prefer("return=headers-only"),
    status: 201,
    answer: "",
    answerHeaders: {
      location: "/makers?id=eq.4",
      "content-type": null,
      "content-range": "*/*",
      "preference-applied": "return=headers-only",
    },
  },
  {
    name: "by a key of two columns",
    request: "POST /aisles",
    body: { number: 4, depot_id: 3 },
    headers: prefer("return=headers-only", "count=exact"),
    status: 201,
    answerHeaders: {
      location: "/aisles?depot_id=eq.3&number=eq.4",
      "content-range": "*/1",
      "preference-applied": "return=headers-only, count=exact",
    },
  },
  {
    name: "by a key that needs escaping",
    request: "POST /goods",
    body: { sku: "a b&c=d'é", title: "X" },
    headers: prefer("return=headers-only"),
    status: 201,
    answerHeaders: { location: "/goods?sku=eq.a%20b%26c%3Dd%27%C3%A9" },
  },
  {
    name: "by a column and in a table that need escaping",
    request: `POST /${encodeURIComponent("größe & maß")}`,
    body: { "a b": "y" },
    headers: prefer("return=headers-only"),
    status: 201,
    answerHeaders: { location: "/gr%C3%B6%C3%9Fe%20%26%20ma%C3%9F?a%20b=eq.y" },
  },
  {
    name: "of several rows is nowhere",
    request: "POST /makers",
    body: [{ name: "D" }, { name: "E" }],
    headers: prefer("return=headers-only"),
    status: 201,
    answerHeaders: { location: null },
    effects: [count("makers", 5)],
  },
  {
    name: "of a merged row",
    request: "POST /makers",
    body: { id: 1, name: "Acme" },
    headers: prefer("return=headers-only", "resolution=merge-duplicates"),
    status: 200,
    answerHeaders: { location: "/makers?id=eq.1" },
  },
  {
    name: "of an update is not said",
    request: "PATCH /makers?id=eq.1",
    body: { rating: 1 },
    headers: prefer("return=headers-only"),
    status: 204,
    answer: "",
    answerHeaders: { location: null, "content-range": "0-0/*", "preference-applied": "return=headers-only" },
  },
  {
    name: "of a row that its writer may not read is refused",
    request: "POST /box",
    body: { words: "w" },
    headers: prefer("return=headers-only"),
    status: 401,
    answer: failureOf("42501", "permission denied for table box"),
    roundTrips: 0,
    effects: [count("box", 1)],
  },
];
