import type { Scenario } from "../scenarios/scenario.ts";
import { count, failureOf, logged, prefer, rows } from "./words.ts";

/** 23503: the constraint that was broken, with its values, from either side. */
export const foreignKeys: readonly Scenario[] = [
  {
    name: "an insert that points nowhere",
    request: "POST /goods",
    body: { sku: "x", title: "X", maker_id: 77 },
    status: 409,
    answer: failureOf(
      "23503",
      'insert or update on table "goods" violates foreign key constraint "goods_maker_id_fkey"',
      {
        details: 'Key (maker_id)=(77) is not present in table "makers".',
      },
    ),
    roundTrips: 2,
    effects: [count("goods", 4), logged()],
  },
  {
    name: "the one of many rows that points nowhere",
    request: "POST /goods",
    body: [
      { sku: "x", title: "X", maker_id: 1 },
      { sku: "y", title: "Y", maker_id: null },
      { sku: "z", title: "Z", maker_id: 78 },
    ],
    status: 409,
    answer: failureOf(
      "23503",
      'insert or update on table "goods" violates foreign key constraint "goods_maker_id_fkey"',
      {
        details: 'Key (maker_id)=(78) is not present in table "makers".',
      },
    ),
    roundTrips: 2,
    effects: [count("goods", 4)],
  },
  {
    name: "one key of several to the same table",
    request: "POST /placements",
    body: { sku: "nut", spare_sku: "none" },
    status: 409,
    answer: failureOf(
      "23503",
      'insert or update on table "placements" violates foreign key constraint "placements_spare_sku_fkey"',
      { details: 'Key (spare_sku)=(none) is not present in table "goods".' },
    ),
    roundTrips: 2,
  },
  {
    name: "a key of two columns",
    request: "POST /placements",
    body: { depot_id: 1, aisle_number: 9 },
    status: 409,
    answer: failureOf(
      "23503",
      'insert or update on table "placements" violates foreign key constraint "placements_aisle_fkey"',
      { details: 'Key (depot_id, aisle_number)=(1, 9) is not present in table "aisles".' },
    ),
    roundTrips: 2,
  },
  {
    name: "a key of two columns with one null points at nothing",
    request: "POST /placements",
    body: { depot_id: 99, aisle_number: null },
    status: 201,
    effects: [count("placements", 4)],
  },
  {
    name: "a key of two columns of which an update gives one",
    request: "PATCH /placements?id=eq.1",
    body: { aisle_number: 8 },
    status: 409,
    answer: failureOf(
      "23503",
      'insert or update on table "placements" violates foreign key constraint "placements_aisle_fkey"',
      { details: 'Key (depot_id, aisle_number)=(1, 8) is not present in table "aisles".' },
    ),
    roundTrips: 2,
    effects: [logged()],
  },
  {
    name: "an update that points nowhere",
    request: "PATCH /goods?sku=eq.nut",
    body: { maker_id: 79 },
    status: 409,
    answer: failureOf(
      "23503",
      'insert or update on table "goods" violates foreign key constraint "goods_maker_id_fkey"',
      {
        details: 'Key (maker_id)=(79) is not present in table "makers".',
      },
    ),
    roundTrips: 2,
  },
  {
    name: "a table that points at itself",
    request: "POST /goods",
    body: { sku: "x", title: "X", replaces: "none" },
    status: 409,
    answer: failureOf(
      "23503",
      'insert or update on table "goods" violates foreign key constraint "goods_replaces_fkey"',
      {
        details: 'Key (replaces)=(none) is not present in table "goods".',
      },
    ),
    roundTrips: 2,
  },
  {
    name: "rows that point at each other in one insert",
    request: "POST /goods",
    body: [
      { sku: "x", title: "X", replaces: "y" },
      { sku: "y", title: "Y", replaces: "x" },
    ],
    status: 201,
    effects: [count("goods", 6)],
  },
  {
    name: "a delete of what others point at",
    request: "DELETE /makers?id=gte.1",
    status: 409,
    answer: failureOf(
      "23503",
      'update or delete on table "makers" violates foreign key constraint "goods_maker_id_fkey" on table "goods"',
      { details: 'Key (id)=(1) is still referenced from table "goods".' },
    ),
    roundTrips: 2,
    effects: [count("makers", 3), logged()],
  },
  {
    name: "a delete of what one of several keys points at",
    request: "DELETE /goods?sku=eq.nut",
    status: 409,
    answer: failureOf(
      "23503",
      'update or delete on table "goods" violates foreign key constraint "placements_spare_sku_fkey" on table "placements"',
      { details: 'Key (sku)=(nut) is still referenced from table "placements".' },
    ),
    roundTrips: 2,
    effects: [count("goods", 4), count("placements", 3)],
  },
  {
    name: "a delete whose cascade is held further down",
    request: "DELETE /depots?id=eq.1",
    status: 409,
    answer: failureOf(
      "23503",
      'update or delete on table "aisles" violates foreign key constraint "placements_aisle_fkey" on table "placements"',
      { details: 'Key is still referenced from table "placements".' },
    ),
    roundTrips: 2,
    effects: [count("depots", 3), count("aisles", 3)],
  },
  {
    name: "a delete whose cascade nothing holds",
    request: "DELETE /depots?id=eq.2",
    headers: prefer("count=exact"),
    status: 204,
    answerHeaders: { "content-range": "*/1" },
    effects: [
      count("depots", 2),
      count("aisles", 2),
      logged('DELETE aisles {"depot_id":2,"number":1}', 'DELETE depots {"id":2}'),
    ],
  },
  {
    name: "a delete that others forget",
    request: "DELETE /goods?sku=eq.glue",
    status: 204,
    effects: [count("goods", 3)],
  },
  {
    name: "a change of a key that others point at",
    request: "PATCH /makers?id=eq.1",
    body: { id: 50 },
    status: 409,
    answer: failureOf(
      "23503",
      'update or delete on table "makers" violates foreign key constraint "goods_maker_id_fkey" on table "goods"',
      { details: 'Key (id)=(1) is still referenced from table "goods".' },
    ),
    roundTrips: 2,
    effects: [rows("makers", "id", [{ id: 1 }, { id: 2 }, { id: 3 }])],
  },
  {
    name: "a change of a key of two columns that others point at",
    request: "PATCH /aisles?depot_id=eq.1&number=eq.1",
    body: { number: 7 },
    status: 409,
    answer: failureOf(
      "23503",
      'update or delete on table "aisles" violates foreign key constraint "placements_aisle_fkey" on table "placements"',
      { details: 'Key (depot_id, number)=(1, 1) is still referenced from table "placements".' },
    ),
    roundTrips: 2,
  },
  {
    name: "a merge that changes a key that others point at",
    request: "POST /makers?on_conflict=name",
    body: { id: 50, name: "Acme" },
    headers: prefer("resolution=merge-duplicates"),
    status: 409,
    answer: failureOf(
      "23503",
      'update or delete on table "makers" violates foreign key constraint "goods_maker_id_fkey" on table "goods"',
      { details: 'Key (id) is still referenced from table "goods".' },
    ),
    effects: [rows("makers", "id", [{ id: 1 }], "name = 'Acme'")],
  },
  {
    name: "a key set to what it is",
    request: "PATCH /makers?id=eq.1",
    body: { id: 1, country: "BE" },
    status: 204,
    effects: [rows("makers", "country", [{ country: "BE" }], "id = 1")],
  },
];
