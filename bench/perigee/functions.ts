import * as z from "zod";
import { asc } from "../../src/functions/db.ts";
import { defineFunction, type FunctionDefinition } from "../../src/functions/define.ts";
import { rowsOf } from "../../src/functions/returns.ts";
import { eq } from "../../src/rules/condition.ts";
import { albums } from "../chinook/schema.ts";

/** A function with a read in it. */
export const albumsOf: FunctionDefinition = defineFunction({
  name: "albums_of",
  input: z.object({ artist: z.number().int() }),
  returns: rowsOf(albums),
  access: ["anon"],
  readOnly: true,
  run: ({ artist }, { db }) => db.read(albums, { where: eq(albums.artist_id, artist), order: [asc(albums.id)] }),
});
