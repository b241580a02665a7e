import type { ClientAnswer, ClientCase } from "./client.ts";
import { count, failureOf, logged, rows } from "./words.ts";

const notSingle = failureOf("PGRST116", "Cannot coerce the result to a single JSON object", {
  details: "The result contains 0 rows",
});

/** The client's types have the method only where a database's types name a newer server; it is there. */
function atMost(most: number, builder: unknown): PromiseLike<ClientAnswer> {
  return (builder as { readonly maxAffected: (most: number) => PromiseLike<ClientAnswer> }).maxAffected(most);
}

/** `.update()` and `.delete()` */
export const clientChanges: readonly ClientCase[] = [
  {
    name: "an update",
    ask: (client) => client.from("makers").update({ rating: 2 }).eq("id", 1),
    status: 204,
    effects: [rows("makers", "rating", [{ rating: 2 }], "id = 1")],
  },
  {
    name: "an update, selected",
    ask: (client) => client.from("makers").update({ rating: 2 }).eq("id", 1).select("name,rating"),
    status: 200,
    data: [{ name: "Acme", rating: 2 }],
  },
  {
    name: "an update, counted",
    ask: (client) => client.from("goods").update({ stock: 1 }, { count: "exact" }).in("sku", ["nut", "bolt", "none"]),
    status: 204,
    count: 2,
  },
  {
    name: "an update by several filters",
    ask: (client) =>
      client
        .from("goods")
        .update({ active: false })
        .gt("stock", 2)
        .not("kind", "eq", "tool")
        .or("sku.like.b*,price.lt.0.7")
        .select("sku")
        .order("sku"),
    status: 200,
    data: [{ sku: "bolt" }, { sku: "nut" }],
  },
  {
    name: "an update by what lies in a list",
    ask: (client) => client.from("goods").update({ stock: 1 }).contains("tags", ["m4"]).select("sku"),
    status: 200,
    data: [{ sku: "nut" }],
  },
  {
    name: "an update of no row",
    ask: (client) => client.from("makers").update({ rating: 2 }).eq("id", 99).select(),
    status: 200,
    data: [],
  },
  {
    name: "an update of no row where one is asked for",
    ask: (client) => client.from("makers").update({ rating: 2 }).eq("id", 99).select().single(),
    status: 406,
    error: notSingle,
  },
  {
    name: "an update of one row, as an object",
    ask: (client) => client.from("makers").update({ rating: 2 }).eq("id", 1).select("rating").single(),
    status: 200,
    data: { rating: 2 },
  },
  {
    name: "an update of more rows than may be",
    ask: (client) => atMost(2, client.from("makers").update({ rating: 2 }).gt("id", 0)),
    status: 400,
    error: failureOf("PGRST124", "Query result exceeds max-affected preference constraint", {
      details: "The query affects 3 rows",
    }),
    effects: [logged()],
  },
  {
    name: "an update of as many rows as may be",
    ask: (client) => atMost(2, client.from("makers").update({ rating: 2 }).lt("id", 3).select("id")),
    status: 200,
    data: [{ id: 1 }, { id: 2 }],
  },
  {
    name: "an update that is not kept",
    ask: (client) => client.from("makers").update({ rating: 2 }).eq("id", 1).select("rating").rollback().single(),
    status: 200,
    data: { rating: 2 },
    effects: [rows("makers", "rating", [{ rating: 5 }], "id = 1"), logged()],
  },
  {
    name: "an insert that is not kept",
    ask: (client) => client.from("makers").insert({ name: "Dent" }).select("id,name").rollback().single(),
    status: 201,
    data: { id: 4, name: "Dent" },
    effects: [count("makers", 3), logged()],
  },
  {
    name: "an upsert that is not kept",
    ask: (client) => client.from("makers").upsert({ id: 1, name: "Acme!" }).select("name").rollback().single(),
    status: 200,
    data: { name: "Acme!" },
    effects: [rows("makers", "name", [{ name: "Acme" }], "id = 1"), logged()],
  },
  {
    name: "a delete that is not kept",
    ask: (client) => client.from("makers").delete().eq("id", 3).select("name").rollback().single(),
    status: 200,
    data: { name: "Cogs" },
    effects: [count("makers", 3), logged()],
  },
  {
    name: "a delete",
    ask: (client) => client.from("makers").delete().eq("id", 3),
    status: 204,
    effects: [count("makers", 2)],
  },
  {
    name: "a delete, selected and counted",
    ask: (client) => client.from("makers").delete({ count: "exact" }).eq("name", "Cogs").select("id"),
    status: 200,
    count: 1,
    data: [{ id: 3 }],
  },
  {
    name: "a delete with what goes along",
    ask: (client) => client.from("depots").delete().eq("id", 2).select("name,aisles(label)").single(),
    status: 200,
    data: { name: "South", aisles: [{ label: "a" }] },
    effects: [count("aisles", 2)],
  },
  {
    name: "a delete by null and a match",
    ask: (client) => client.from("shifts").delete().is("hour", null).match({ room: "blue" }).select("id"),
    status: 200,
    data: [{ id: 3 }],
  },
  {
    name: "a delete of some rows in an order",
    ask: (client) => client.from("keys_only").delete().gt("id", 0).order("id").limit(1).select(),
    status: 200,
    data: [{ id: 1 }],
    effects: [rows("keys_only", "id", [{ id: 2 }])],
  },
  {
    name: "a delete of what others point at",
    ask: (client) => client.from("makers").delete().eq("id", 1),
    status: 409,
    error: failureOf(
      "23503",
      'update or delete on table "makers" violates foreign key constraint "goods_maker_id_fkey" on table "goods"',
      { details: 'Key (id)=(1) is still referenced from table "goods".' },
    ),
    roundTrips: 2,
  },
  {
    name: "a delete of more rows than may be",
    ask: (client) => atMost(1, client.from("keys_only").delete().gt("id", 0).select()),
    status: 400,
    error: failureOf("PGRST124", "Query result exceeds max-affected preference constraint", {
      details: "The query affects 2 rows",
    }),
    effects: [count("keys_only", 2)],
  },
  {
    name: "a delete of another's row, which is no error",
    who: "ann",
    ask: (client) => client.from("notes").delete().eq("id", 2).select(),
    status: 200,
    data: [],
    effects: [count("notes", 3)],
  },
];
