import type { Scenario } from "../scenarios/scenario.ts";
import { count, failureOf, json, logged, prefer, representation, rows } from "./words.ts";

const merge = prefer("resolution=merge-duplicates");

/** 23505: names the constraint, and the key with its values wherever it is. */
export const uniques: readonly Scenario[] = [
  {
    name: "the primary key",
    request: "POST /goods",
    body: { sku: "nut", title: "Again" },
    status: 409,
    answer: failureOf("23505", 'duplicate key value violates unique constraint "goods_pkey"', {
      details: "Key (sku)=(nut) already exists.",
    }),
    answerHeaders: { "content-type": json, "proxy-status": "Perigee; error=23505" },
    effects: [count("goods", 4), logged()],
  },
  {
    name: "a primary key of two columns",
    request: "POST /aisles",
    body: { depot_id: 1, number: 2, label: "z" },
    status: 409,
    answer: failureOf("23505", 'duplicate key value violates unique constraint "aisles_pkey"', {
      details: "Key (depot_id, number)=(1, 2) already exists.",
    }),
    effects: [logged()],
  },
  {
    name: "a unique column",
    request: "POST /makers",
    body: { name: "Acme" },
    status: 409,
    answer: failureOf("23505", 'duplicate key value violates unique constraint "makers_name_key"', {
      details: "Key (name)=(Acme) already exists.",
    }),
    effects: [logged()],
  },
  {
    name: "a unique constraint with a name of its own",
    request: "POST /aisles",
    body: { depot_id: 1, number: 5, label: "b" },
    status: 409,
    answer: failureOf("23505", 'duplicate key value violates unique constraint "aisles_depot_label"', {
      details: "Key (depot_id, label)=(1, b) already exists.",
    }),
  },
  {
    name: "a unique index of two columns",
    request: "POST /shifts",
    body: { room: "red", hour: 9 },
    status: 409,
    answer: failureOf("23505", 'duplicate key value violates unique constraint "shifts_room_hour"', {
      details: "Key (room, hour)=(red, 9) already exists.",
    }),
  },
  {
    name: "a unique index with a condition",
    request: "POST /shifts",
    body: { room: "green", person: "cy" },
    status: 409,
    answer: failureOf("23505", 'duplicate key value violates unique constraint "shifts_person_open"', {
      details: "Key (person)=(cy) already exists.",
    }),
  },
  {
    name: "a unique index with a condition that does not hold",
    request: "POST /shifts",
    body: { room: "green", hour: 1, person: "cy" },
    status: 201,
    effects: [count("shifts", 4)],
  },
  {
    name: "a unique index over an expression, by its name alone",
    request: "POST /shifts",
    body: { room: "green", hour: 1, badge: "a1" },
    status: 409,
    answer: failureOf("23505", 'duplicate key value violates unique constraint "shifts_badge_low"'),
    effects: [count("shifts", 3)],
  },
  {
    name: "a constraint named in Japanese",
    request: `POST /${encodeURIComponent("größe & maß")}`,
    body: { "a b": "y", 日本: "一" },
    status: 409,
    answer: failureOf("23505", 'duplicate key value violates unique constraint "日本 einmal"', {
      details: "Key (日本)=(一) already exists.",
    }),
  },
  {
    name: "the one row of many whose key is taken",
    request: "POST /makers",
    body: [{ name: "Dent" }, { name: "Bolt" }, { name: "Acme" }],
    status: 409,
    answer: failureOf("23505", 'duplicate key value violates unique constraint "makers_name_key"', {
      details: "Key (name)=(Bolt) already exists.",
    }),
    roundTrips: 2,
    effects: [count("makers", 3), logged()],
  },
  {
    name: "a key that two of the given rows have",
    request: "POST /aisles",
    body: [
      { depot_id: 3, number: 1, label: "x" },
      { depot_id: 3, number: 2, label: "y" },
      { depot_id: 3, number: 1, label: "z" },
    ],
    status: 409,
    answer: failureOf("23505", 'duplicate key value violates unique constraint "aisles_pkey"', {
      details: "Key (depot_id, number)=(3, 1) already exists.",
    }),
    roundTrips: 2,
    effects: [count("aisles", 3)],
  },
  {
    name: "a key given twice before one that is taken",
    request: "POST /makers",
    body: [{ name: "Dent" }, { name: "Dent" }, { name: "Acme" }],
    status: 409,
    answer: failureOf("23505", 'duplicate key value violates unique constraint "makers_name_key"', {
      details: "Key (name)=(Dent) already exists.",
    }),
    roundTrips: 2,
  },
  {
    name: "a key that an update gives",
    request: "PATCH /makers?id=eq.2",
    body: { name: "Acme" },
    status: 409,
    answer: failureOf("23505", 'duplicate key value violates unique constraint "makers_name_key"', {
      details: "Key (name)=(Acme) already exists.",
    }),
    effects: [rows("makers", "name", [{ name: "Bolt" }], "id = 2"), logged()],
  },
  {
    name: "a key that an update gives to several rows",
    request: "PATCH /makers?id=gt.0",
    body: { name: "Same" },
    status: 409,
    answer: failureOf("23505", 'duplicate key value violates unique constraint "makers_name_key"', {
      details: "Key (name)=(Same) already exists.",
    }),
    effects: [logged()],
  },
  {
    name: "a key that an update gives in part",
    request: "PATCH /aisles?depot_id=eq.1&number=eq.2",
    body: { label: "a" },
    status: 409,
    answer: failureOf("23505", 'duplicate key value violates unique constraint "aisles_depot_label"', {
      details: "Key (depot_id, label)=(1, a) already exists.",
    }),
    roundTrips: 2,
    effects: [logged()],
  },
  {
    name: "a key that an update gives in part to two rows",
    request: "PATCH /aisles?depot_id=eq.1",
    body: { label: "same" },
    status: 409,
    answer: failureOf("23505", 'duplicate key value violates unique constraint "aisles_depot_label"', {
      details: "Key (depot_id, label)=(1, same) already exists.",
    }),
    roundTrips: 2,
  },
  {
    name: "another set than the one that an upsert merges by",
    request: "POST /makers",
    body: [
      { id: 1, name: "Acme" },
      { id: 9, name: "Bolt" },
    ],
    headers: merge,
    status: 409,
    answer: failureOf("23505", 'duplicate key value violates unique constraint "makers_name_key"', {
      details: "Key (name)=(Bolt) already exists.",
    }),
    roundTrips: 2,
    effects: [count("makers", 3), logged()],
  },
  {
    name: "a PUT that takes another's name",
    request: "PUT /makers?id=eq.9",
    body: { id: 9, name: "Acme" },
    status: 409,
    answer: failureOf("23505", 'duplicate key value violates unique constraint "makers_name_key"', {
      details: "Key (name)=(Acme) already exists.",
    }),
  },
  {
    name: "somebody else's row, as PostgreSQL's constraints do",
    who: "ann",
    request: "POST /notes",
    body: { body: "bob's" },
    status: 409,
    answer: failureOf("23505", 'duplicate key value violates unique constraint "notes_body_key"', {
      details: "Key (body)=(bob's) already exists.",
    }),
    effects: [logged()],
  },
];

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
    name: "a key set to what it is",
    request: "PATCH /makers?id=eq.1",
    body: { id: 1, country: "BE" },
    status: 204,
    effects: [rows("makers", "country", [{ country: "BE" }], "id = 1")],
  },
];
