import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { type App, defineApp } from "../../src/define.ts";
import { graphType } from "../../src/graphql/define.ts";
import { caller, claim, eq, or } from "../../src/rules/condition.ts";
import { allow, rulesFor } from "../../src/rules/grant.ts";
import { collection } from "../../src/schema/collection.ts";

// For tests alone: tracks of albums that not everybody sees, with genres and tags; and notes of people and teams.

const genres = sqliteTable("genres", { id: integer().primaryKey(), name: text().notNull() });

const albums = sqliteTable("albums", {
  id: integer().primaryKey(),
  title: text().notNull(),
  owner: text(),
});

const tracks = sqliteTable("tracks", {
  id: integer().primaryKey(),
  title: text().notNull(),
  albumId: integer("album_id").references(() => albums.id, { onDelete: "cascade" }),
  genreId: integer("genre_id")
    .notNull()
    .references(() => genres.id, { onDelete: "cascade" }),
});

const tags = sqliteTable("tags", { id: integer().primaryKey(), name: text().notNull() });

const trackTags = sqliteTable(
  "track_tags",
  {
    trackId: integer("track_id").references(() => tracks.id, { onDelete: "cascade" }),
    tagId: integer("tag_id").references(() => tags.id, { onDelete: "cascade" }),
  },
  (table) => [primaryKey({ columns: [table.trackId, table.tagId] })],
);

const notes = sqliteTable("notes", {
  id: integer().primaryKey(),
  owner: text(),
  team: text(),
  body: text().notNull(),
});

export const app: App = defineApp({
  name: "streams",
  collections: [genres, albums, tracks, tags, trackTags, notes].map((table) => collection(table)),
  rules: [
    ...[genres, tracks, tags, trackTags].map((table) => rulesFor(table, { select: [allow("anon")] })),
    rulesFor(albums, {
      select: [allow("anon").when(eq(albums.owner, "all")), allow("authenticated").when(eq(albums.owner, caller.id))],
    }),
    rulesFor(notes, {
      select: [
        allow("authenticated").when(or(eq(notes.owner, caller.id), eq(notes.team, claim("app_metadata", "team")))),
      ],
    }),
  ],
  graphql: {
    types: [
      graphType(tracks, {
        fields: {
          loud: { type: "String", needs: ["title"], resolve: ({ title }) => String(title).toUpperCase() },
          reader: { type: "String", needs: ["id"], resolve: (_, { caller: { id } }) => id },
          broken: {
            type: "String",
            needs: ["title"],
            resolve: () => {
              throw new Error("not to be told");
            },
          },
        },
      }),
      graphType(albums, {
        fields: { loud: { type: "String", needs: ["title"], resolve: ({ title }) => String(title).toUpperCase() } },
      }),
    ],
  },
});
