import type { ClientCase } from "./client.ts";
import { count, failureOf, logged, rows } from "./words.ts";

const notSingle = (rowCount: number): ReturnType<typeof failureOf> =>
  failureOf("PGRST116", "Cannot coerce the result to a single JSON object", {
    details: `The result contains ${rowCount} rows`,
  });

/** `.insert()` */
export const clientInserts: readonly ClientCase[] = [
  {
    name: "one row",
    ask: (client) => client.from("makers").insert({ name: "Dent" }),
    status: 201,
    effects: [count("makers", 4), logged('INSERT makers {"id":4}')],
  },
  {
    name: "one row, selected",
    ask: (client) => client.from("makers").insert({ name: "Dent" }).select(),
    status: 201,
    data: [{ id: 4, name: "Dent", country: "FR", rating: null }],
  },
  {
    name: "one row, as an object",
    ask: (client) => client.from("makers").insert({ name: "Dent" }).select("id,name").single(),
    status: 201,
    data: { id: 4, name: "Dent" },
  },
  {
    name: "one row with what it points at",
    ask: (client) =>
      client.from("goods").insert({ sku: "x", title: "X", maker_id: 2 }).select("sku,makers(name,goods(sku))").single(),
    status: 201,
    // Related rows are those after the write; PostgreSQL shows those before it.
    data: { sku: "x", makers: { name: "Bolt", goods: [{ sku: "saw" }, { sku: "x" }] } },
  },
  {
    name: "many rows, counted",
    ask: (client) => client.from("makers").insert([{ name: "D" }, { name: "E" }], { count: "exact" }),
    status: 201,
    count: 2,
    effects: [count("makers", 5)],
  },
  {
    name: "many rows with different columns, null where they have none",
    ask: (client) =>
      client
        .from("makers")
        .insert([
          { name: "D", country: "IT" },
          { name: "E", rating: 2 },
        ])
        .select("name,country,rating"),
    status: 201,
    data: [
      { name: "D", country: "IT", rating: null },
      { name: "E", country: null, rating: 2 },
    ],
  },
  {
    name: "many rows with different columns, the default where they have none",
    ask: (client) =>
      client
        .from("makers")
        .insert(
          [
            { name: "D", country: "IT" },
            { name: "E", rating: 2 },
          ],
          { defaultToNull: false },
        )
        .select("name,country,rating"),
    status: 201,
    data: [
      { name: "D", country: "IT", rating: null },
      { name: "E", country: "FR", rating: 2 },
    ],
  },
  {
    name: "many rows in an order",
    ask: (client) =>
      client
        .from("keys_only")
        .insert([{ id: 9 }, { id: 7 }, { id: 8 }])
        .select()
        .order("id", { ascending: false }),
    status: 201,
    data: [{ id: 9 }, { id: 8 }, { id: 7 }],
  },
  {
    name: "no rows",
    ask: (client) => client.from("makers").insert([]).select(),
    status: 201,
    data: [],
    roundTrips: 0,
  },
  {
    name: "a row of JSON, lists, times and bytes",
    ask: (client) =>
      client
        .from("samples")
        .insert({
          data: { a: [1, { b: null }] },
          words: ["x", "y z"],
          numbers: [1, 2],
          moment: new Date(Date.UTC(2026, 0, 2, 3, 4, 5)),
          raw: "\\xdead",
          flag: true,
        })
        .select("data,words,numbers,moment,raw,flag")
        .single(),
    status: 201,
    data: {
      data: { a: [1, { b: null }] },
      words: ["x", "y z"],
      numbers: [1, 2],
      moment: "2026-01-02T03:04:05+00:00",
      raw: "\\xdead",
      flag: true,
    },
  },
  {
    name: "names with signs in them",
    ask: (client) =>
      client
        .from("größe & maß")
        .insert({ "a b": "y", 日本: "二", "maß in cm": 5 })
        .select('"a b","maß in cm","日本"')
        .single(),
    status: 201,
    data: { "a b": "y", "maß in cm": 5, 日本: "二" },
  },
  {
    name: "as CSV",
    ask: (client) => client.from("makers").insert({ name: "D,e" }).select("id,name").csv(),
    status: 201,
    data: 'id,name\n4,"D,e"',
  },
  {
    name: "two rows where one is asked for",
    ask: (client) =>
      client
        .from("makers")
        .insert([{ name: "D" }, { name: "E" }])
        .select()
        .single(),
    status: 406,
    error: notSingle(2),
    effects: [count("makers", 3)],
  },
  {
    name: "two rows where one or none is asked for",
    ask: (client) =>
      client
        .from("makers")
        .insert([{ name: "D" }, { name: "E" }])
        .select()
        .maybeSingle(),
    status: 406,
    // The client asks for many rows here and counts them itself: they are written.
    error: failureOf("PGRST116", "JSON object requested, multiple (or no) rows returned", {
      details: "Results contain 2 rows, application/vnd.pgrst.object+json requires 1 row",
    }),
    effects: [count("makers", 5)],
  },
  {
    name: "a key that is taken",
    ask: (client) => client.from("makers").insert({ id: 1, name: "D" }).select(),
    status: 409,
    error: failureOf("23505", 'duplicate key value violates unique constraint "makers_pkey"', {
      details: "Key (id)=(1) already exists.",
    }),
  },
  {
    name: "a row that points nowhere",
    ask: (client) => client.from("goods").insert({ sku: "x", title: "X", maker_id: 9 }),
    status: 409,
    error: failureOf(
      "23503",
      'insert or update on table "goods" violates foreign key constraint "goods_maker_id_fkey"',
      {
        details: 'Key (maker_id)=(9) is not present in table "makers".',
      },
    ),
    roundTrips: 2,
  },
  {
    name: "a column that there is not",
    ask: (client) => client.from("makers").insert({ nam: "x" }),
    status: 400,
    error: failureOf("PGRST204", "Could not find the 'nam' column of 'makers' in the schema cache"),
  },
  {
    name: "without a right to",
    ask: (client) => client.from("vault").insert({ gold: 1 }),
    status: 401,
    error: failureOf("42501", "permission denied for table vault"),
  },
  {
    name: "against a rule",
    who: "ann",
    ask: (client) => client.from("notes").insert({ owner: "b0000000-0000-4000-8000-000000000002", body: "x" }),
    status: 403,
    error: failureOf("42501", 'new row violates row-level security policy for table "notes"'),
    effects: [count("notes", 3)],
  },
  {
    name: "one's own",
    who: "ann",
    ask: (client) => client.from("notes").insert({ body: "x" }).select("body").single(),
    status: 201,
    data: { body: "x" },
  },
];

/** `.upsert()` */
export const clientUpserts: readonly ClientCase[] = [
  {
    name: "a row that is there",
    ask: (client) => client.from("makers").upsert({ id: 1, name: "Acme!" }).select(),
    status: 200,
    data: [{ id: 1, name: "Acme!", country: "FR", rating: 5 }],
  },
  {
    name: "a row that is not there",
    ask: (client) => client.from("makers").upsert({ id: 9, name: "Dent" }).select("id").single(),
    status: 201,
    data: { id: 9 },
  },
  {
    name: "a row that is there, and nothing back",
    ask: (client) => client.from("makers").upsert({ id: 1, name: "Acme!" }),
    status: 200,
    effects: [rows("makers", "name", [{ name: "Acme!" }], "id = 1")],
  },
  {
    name: "by another set",
    ask: (client) =>
      client.from("makers").upsert({ name: "Acme", rating: 2 }, { onConflict: "name" }).select("id,rating"),
    status: 200,
    data: [{ id: 1, rating: 2 }],
  },
  {
    name: "by two columns",
    ask: (client) =>
      client
        .from("shifts")
        .upsert(
          [
            { room: "red", hour: 8, person: "p" },
            { room: "red", hour: 12, person: "q" },
          ],
          { onConflict: "room,hour", count: "exact" },
        )
        .select("id,person"),
    status: 201,
    count: 2,
    data: [
      { id: 1, person: "p" },
      { id: 4, person: "q" },
    ],
  },
  {
    name: "that ignores what is there",
    ask: (client) =>
      client
        .from("makers")
        .upsert(
          [
            { id: 1, name: "x" },
            { id: 9, name: "Dent" },
          ],
          { ignoreDuplicates: true },
        )
        .select("id"),
    status: 201,
    data: [{ id: 9 }],
  },
  {
    name: "of rows without their number, by their defaults",
    ask: (client) =>
      client
        .from("makers")
        .upsert([{ id: 1, name: "Acme!" }, { name: "Dent" }], { defaultToNull: false })
        .select("id,name,country"),
    status: 201,
    data: [
      { id: 1, name: "Acme!", country: "FR" },
      { id: 4, name: "Dent", country: "FR" },
    ],
  },
  {
    name: "by a set that is not unique",
    ask: (client) => client.from("makers").upsert({ name: "x" }, { onConflict: "country" }),
    status: 400,
    error: failureOf("42P10", "there is no unique or exclusion constraint matching the ON CONFLICT specification"),
  },
  {
    name: "of one row twice",
    ask: (client) => client.from("keys_only").upsert([{ id: 1 }, { id: 1 }]),
    status: 400,
    error: failureOf("21000", "ON CONFLICT DO UPDATE command cannot affect row a second time", {
      hint: "Ensure that no rows proposed for insertion within the same command have duplicate constrained values.",
    }),
  },
];
