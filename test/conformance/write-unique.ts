import type { Scenario } from "../scenarios/scenario.ts";
import { count, failureOf, json, logged, prefer, rows } from "./words.ts";

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
    name: "a key of which the caller may not read a column, without its values",
    who: "ann",
    request: "PATCH /staff?id=eq.2",
    body: { name: "Ida" },
    status: 409,
    answer: failureOf("23505", 'duplicate key value violates unique constraint "staff_name_pin"'),
    effects: [rows("staff", "name", [{ name: "Jon" }], "id = 2")],
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
