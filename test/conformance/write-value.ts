import type { Scenario } from "../scenarios/scenario.ts";
import { count, failureOf, logged, prefer, representation, rows } from "./words.ts";

const merge = prefer("resolution=merge-duplicates");

/** 23502, 23514, 428C9: the row that failed is shown to who may read all of the table. */
export const values: readonly Scenario[] = [
  {
    name: "null where there must be a value",
    request: "POST /makers",
    body: { id: 9, country: "IT" },
    status: 400,
    answer: failureOf("23502", 'null value in column "name" of relation "makers" violates not-null constraint', {
      details: "Failing row contains (9, null, IT, null).",
    }),
    effects: [count("makers", 3)],
  },
  {
    name: "null that is given",
    request: "POST /makers",
    body: { id: 9, name: null },
    status: 400,
    answer: failureOf("23502", 'null value in column "name" of relation "makers" violates not-null constraint', {
      details: "Failing row contains (9, null, FR, null).",
    }),
  },
  {
    name: "a row of which the database alone knows the number",
    request: "POST /makers",
    body: { country: "IT" },
    status: 400,
    answer: failureOf("23502", 'null value in column "name" of relation "makers" violates not-null constraint'),
  },
  {
    name: "the row of many that has none",
    request: "POST /keys_only?columns=id",
    body: [{ id: 7 }, { id: 1 }],
    status: 409,
    roundTrips: 2,
    effects: [count("keys_only", 2)],
  },
  {
    name: "a key without a value",
    request: "POST /goods",
    body: { title: "No key" },
    status: 400,
    answer: failureOf("23502", 'null value in column "sku" of relation "goods" violates not-null constraint'),
  },
  {
    name: "one null among many rows",
    request: "POST /aisles",
    body: [
      { depot_id: 3, number: 1, label: "x", height: 1 },
      { depot_id: 3, number: 2, label: null, height: 2 },
    ],
    status: 400,
    answer: failureOf("23502", 'null value in column "label" of relation "aisles" violates not-null constraint', {
      details: "Failing row contains (3, 2, null, 2).",
    }),
    effects: [count("aisles", 3)],
  },
  {
    name: "an update to null",
    request: "PATCH /makers?id=eq.1",
    body: { name: null },
    status: 400,
    answer: failureOf("23502", 'null value in column "name" of relation "makers" violates not-null constraint'),
    effects: [rows("makers", "name", [{ name: "Acme" }], "id = 1")],
  },
  {
    name: "a row in a table that not everybody reads",
    who: "ann",
    request: "POST /staff",
    body: { id: 9, name: null },
    status: 400,
    answer: failureOf("23502", 'null value in column "name" of relation "staff" violates not-null constraint'),
  },
  {
    name: "a row in a table that nobody reads",
    request: "POST /box",
    body: { id: 9, words: null },
    status: 400,
    answer: failureOf("23502", 'null value in column "words" of relation "box" violates not-null constraint'),
  },
  {
    name: "a check",
    request: "POST /makers",
    body: { id: 9, name: "Dent", rating: 9 },
    status: 400,
    answer: failureOf("23514", 'new row for relation "makers" violates check constraint "makers_rating_range"', {
      details: "Failing row contains (9, Dent, FR, 9).",
    }),
    effects: [count("makers", 3)],
  },
  {
    name: "one check of two",
    request: "POST /goods",
    body: { sku: "x", title: "X", price: 0 },
    status: 400,
    answer: failureOf("23514", 'new row for relation "goods" violates check constraint "goods_price_positive"'),
  },
  {
    name: "a check on an update",
    request: "PATCH /goods?sku=eq.nut",
    body: { stock: -1 },
    status: 400,
    answer: failureOf("23514", 'new row for relation "goods" violates check constraint "goods_stock_positive"'),
    effects: [rows("goods", "stock", [{ stock: 10 }], "sku = 'nut'"), logged()],
  },
  {
    name: "a check on a merge",
    request: "POST /makers",
    body: { id: 1, name: "Acme", rating: 0 },
    headers: merge,
    status: 400,
    answer: failureOf("23514", 'new row for relation "makers" violates check constraint "makers_rating_range"', {
      details: "Failing row contains (1, Acme, FR, 0).",
    }),
  },
  {
    name: "a check lets null pass",
    request: "POST /makers",
    body: { id: 9, name: "Dent", rating: null },
    status: 201,
    effects: [count("makers", 4)],
  },
  {
    name: "a check on a row that its writer may not read whole",
    who: "ann",
    request: "POST /staff",
    body: { id: 9, name: "Kim", wage: 1 },
    status: 400,
    answer: failureOf("23514", 'new row for relation "staff" violates check constraint "staff_wage_fair"'),
  },
  {
    name: "a generated column in an insert",
    request: "POST /goods",
    body: { sku: "x", title: "X", doubled: 4 },
    status: 400,
    answer: failureOf("428C9", 'cannot insert a non-DEFAULT value into column "doubled"', {
      details: 'Column "doubled" is a generated column.',
    }),
    roundTrips: 0,
  },
  {
    name: "a generated column in an update",
    request: "PATCH /goods?sku=eq.nut",
    body: { doubled: 4 },
    status: 400,
    answer: failureOf("428C9", 'column "doubled" can only be updated to DEFAULT', {
      details: 'Column "doubled" is a generated column.',
    }),
    roundTrips: 0,
  },
  {
    name: "a generated column follows the one that it is made of",
    request: "PATCH /goods?sku=eq.nut&select=stock,doubled",
    body: { stock: 4 },
    headers: representation,
    status: 200,
    answer: [{ stock: 4, doubled: 8 }],
  },
];
