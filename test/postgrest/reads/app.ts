import { is } from "drizzle-orm";
import { SQLiteTable } from "drizzle-orm/sqlite-core";
import { type App, defineApp } from "../../../src/define.ts";
import { allow, rulesFor } from "../../../src/rules/grant.ts";
import { collection } from "../../../src/schema/collection.ts";
import * as oddities from "../tables/oddities.ts";
import * as shelves from "../tables/shelves.ts";
import * as trees from "../tables/trees.ts";
import * as work from "../tables/work.ts";

/** In schemas that are not served there; here nobody may read them. */
const closed: readonly SQLiteTable[] = [
  work.articleStarsTable,
  trees.internalJob,
  shelves.authorsTable,
  shelves.publishersTable,
  shelves.booksTable,
  shelves.actorsTable,
  shelves.filmsTable,
  shelves.personnagesTable,
  shelves.playerTable,
];
const hidden = { columns: { row: { hidden: true } } };
const keyless = new Set<SQLiteTable>([
  oddities.noPk,
  oddities.nullableInteger,
  oddities.clashingColumn,
  oddities.hasCountColumn,
  oddities.jsonTable,
  oddities.names,
  oddities.ghostBusters,
  oddities.serverToday,
  oddities.reserved,
]);
const all = [work, trees, shelves, oddities].flatMap((module) => Object.values(module));
const tables = all.filter((each) => is(each, SQLiteTable));
const open = tables.filter((table) => !closed.includes(table));
const plainViews = [
  work.projectsView,
  trees.mainJobs,
  trees.fstShifts,
  trees.viewTest,
  trees.job,
  trees.simpleTargetView,
  trees.compositeTargetView,
  shelves.authors,
  shelves.publishers,
  shelves.books,
  shelves.fortiesBooks,
  shelves.fiftiesBooks,
  shelves.actors,
  shelves.films,
  shelves.personnages,
  shelves.player,
  shelves.contractView,
  shelves.studentsView,
  shelves.studentsInfoView,
  shelves.v1,
  shelves.v2,
];

/** PostgREST's fixtures, as far as SQLite has their like: everything may be read by anybody. */
export const fixtures: App = defineApp({
  name: "fixtures",
  collections: [
    ...tables
      .filter((table) => table !== oddities.tsearch)
      .map((table) => collection(table, keyless.has(table) ? (hidden as object) : {})),
    collection(oddities.tsearch, { search: ["text_search"], columns: { row: { hidden: true } } }),
    ...plainViews.map((view) => collection(view)),
    collection(work.projectsViewAlt, {
      columns: { t_id: { from: work.projects.id }, t_client_id: { from: work.projects.client_id } },
      primaryKey: ["t_id"],
    }),
    collection(trees.simpleSourceView, {
      columns: { t1_id1: { from: trees.simpleSource.t1_id }, t1_id2: { from: trees.simpleSource.t1_id } },
    }),
    collection(trees.compositeSourceView, {
      columns: {
        t1_a1: { from: trees.compositeSource.t1_a },
        t1_b1: { from: trees.compositeSource.t1_b },
        t1_a2: { from: trees.compositeSource.t1_a },
        t1_b2: { from: trees.compositeSource.t1_b },
      },
    }),
    collection(work.projectsPerClient),
    collection(work.articleStars, {
      columns: {
        articleId: { from: work.articleStarsTable.article_id },
        userId: { from: work.articleStarsTable.user_id },
        createdAt: { from: work.articleStarsTable.created_at },
      },
    }),
    collection(work.personDetail, { columns: { sent: { kind: "integer" }, received: { kind: "integer" } } }),
    collection(shelves.authorsBooksNumber, { columns: { id: { from: shelves.authorsTable.id } } }),
    collection(shelves.oddYears, {
      columns: { author_id: { from: shelves.booksTable.author_id } },
    }),
  ],
  rules: [
    ...open.map((table) => rulesFor(table, { select: [allow("anon")] })),
    ...[
      ...plainViews,
      trees.simpleSourceView,
      trees.compositeSourceView,
      work.projectsViewAlt,
      work.projectsPerClient,
      work.articleStars,
      work.personDetail,
      shelves.authorsBooksNumber,
      shelves.oddYears,
    ].map((view) => rulesFor(view, { select: [allow("anon")] })),
  ],
});
