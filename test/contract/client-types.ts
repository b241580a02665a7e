import type { SupabaseClient } from "@supabase/supabase-js";
import type { Database, Enums, Json, Tables, TablesInsert, TablesUpdate } from "./database.ts";

// The compiler is the test: supabase-js over the generated type knows what each question gives, and which are wrong.

type Client = SupabaseClient<Database>;
type Equal<Left, Right> = (<T>() => T extends Left ? 1 : 2) extends <T>() => T extends Right ? 1 : 2 ? true : false;

/** Compiles only where both types are the same. */
function same<Left, Right>(_: Equal<Left, Right>): void {}

/** What a list of rows holds. */
type Row<Rows> = NonNullable<Rows> extends readonly (infer Each)[] ? { [Name in keyof Each]: Each[Name] } : never;

export async function reads(client: Client): Promise<void> {
  const { data: kinds } = await client
    .from("films")
    .select("id, budget, stage, notes, tags, takes, poster, released, shot_at, is_colour, shout");
  same<
    Row<typeof kinds>,
    {
      id: number;
      budget: number | null;
      stage: "idea" | "shooting" | "released";
      notes: Json | null;
      tags: string[];
      takes: number[] | null;
      poster: string | null;
      released: string | null;
      shot_at: string | null;
      is_colour: boolean;
      shout: string | null;
    }
  >(true);
  const { data: renamed } = await client.from("films").select("name:title, year:released::text").single();
  same<NonNullable<typeof renamed>["name"], string>(true);
  const { data: viewed } = await client.from("released_films").select("title, people(name)");
  same<Row<typeof viewed>, { title: string; people: { name: string } }>(true);
  await client.from("films").select().eq("stage", "idea").order("title").in("id", [1, 2]);
  // @ts-expect-error: no such table
  await client.from("film").select();
  // @ts-expect-error: no value of the enum
  await client.from("films").select().eq("stage", "burnt");
  // @ts-expect-error: a number is asked for
  await client.from("films").select().eq("id", "one");
  const { data: hidden } = await client.from("people").select();
  // @ts-expect-error: a hidden column does not exist
  hidden?.[0]?.secret;
  const { data: wrong } = await client.from("films").select("titel");
  // @ts-expect-error: what is asked for does not exist
  wrong?.[0]?.titel;
}

export async function embeds(client: Client): Promise<void> {
  const { data: hinted } = await client
    .from("films")
    .select("title, director:people!films_director_id_fkey(name), producer:people!producer_id(name)");
  same<Row<typeof hinted>, { title: string; director: { name: string }; producer: { name: string } | null }>(true);
  const { data: oneToOne } = await client.from("films").select("id, trailers(url)");
  same<Row<typeof oneToOne>, { id: number; trailers: { url: string } | null }>(true);
  const { data: toMany } = await client.from("films").select('id, roles(actor_id, as:"character name")');
  same<Row<typeof toMany>["roles"][number]["actor_id"], string>(true);
  const { data: manyToMany } = await client.from("films").select("id, cast:people!roles(name)");
  same<Row<typeof manyToMany>["cast"], { name: string }[]>(true);
  const { data: sequels } = await client.from("films").select("id, before:films!sequel_of(title)");
  same<Row<typeof sequels>["id"], number>(true);
  const { data: spread } = await client.from("roles").select("actor_id, ...films(title)");
  same<Row<typeof spread>, { actor_id: string; title: string }>(true);
  const { data: inner } = await client.from("films").select("id, people!director_id!inner(name)");
  same<Row<typeof inner>, { id: number; people: { name: string } }>(true);
  const { data: counted } = await client.from("films").select("stage, id.count(), top:rating.max()");
  same<Row<typeof counted>["count"], number>(true);
  const { data: wrong } = await client.from("films").select("id, ledger(amount)");
  // @ts-expect-error: nothing relates the two
  wrong?.[0]?.ledger.amount;
}

export async function writes(client: Client): Promise<void> {
  await client.from("films").insert({ title: "Sunrise", director_id: "d" });
  await client
    .from("films")
    .upsert([{ id: 1, title: "Sunrise", director_id: "d", tags: ["silent"], notes: { a: [1] } }]);
  const { data: updated } = await client.from("films").update({ stage: "released" }).eq("id", 1).select("id").single();
  same<NonNullable<typeof updated>, { id: number }>(true);
  // @ts-expect-error: the director is missing
  await client.from("films").insert({ title: "Sunrise" });
  // @ts-expect-error: the database computes it
  await client.from("films").insert({ title: "Sunrise", director_id: "d", shout: "SUNRISE" });
  // @ts-expect-error: the database computes it
  await client.from("films").update({ shout: "SUNRISE" });
  // @ts-expect-error: no such column
  await client.from("films").update({ titel: "Sunrise" });
  // @ts-expect-error: a view is read alone
  await client.from("released_films").insert({ id: 1, title: "Sunrise", director_id: "d" });
}

export async function calls(client: Client): Promise<void> {
  const { data: rows } = await client.rpc("films_by", { director: "d" }).select("title, people!director_id(name)");
  same<Row<typeof rows>, { title: string; people: { name: string } }>(true);
  const { data: text } = await client.rpc("clock");
  same<typeof text, string | null>(true);
  const { data: points } = await client.rpc("points");
  same<Row<typeof points>, { x: number; label?: string }>(true);
  await client.rpc("rename", { id: 1, to: null });
  await client.rpc("import", { anything: [1] });
  // @ts-expect-error: an argument of the wrong type
  await client.rpc("rename", { id: "one", to: null });
  // @ts-expect-error: no such function
  await client.rpc("renamed", {});
}

export function aliases(row: Tables<"films">, view: Tables<"released_films">): void {
  same<(typeof row)["stage"], Enums<"films_stage">>(true);
  same<Tables<{ schema: "public" }, "films">, Tables<"films">>(true);
  same<(typeof view)["title"], string>(true);
  same<TablesInsert<"trailers">["url"], string>(true);
  same<TablesUpdate<"people">["salary"], number | null | undefined>(true);
  // @ts-expect-error: no such table
  same<Tables<"film">, never>(true);
}
