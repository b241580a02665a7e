import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { type App, defineApp } from "../../src/define.ts";
import { allow, rulesFor } from "../../src/rules/grant.ts";
import { collection } from "../../src/schema/collection.ts";
import { type GraphCase, playGraph } from "./play.ts";

// What pg_graphql's documents and tests say of the edges of its dialect, asked of other tables.

const people = sqliteTable("people", {
  id: integer().primaryKey(),
  email: text({ length: 255 }).notNull().unique(),
  status: text({ enum: ["active", "away"] }).default("active"),
  priority: integer(),
});
const posts = sqliteTable("posts", {
  id: integer().primaryKey(),
  writerId: integer("writer_id")
    .notNull()
    .references(() => people.id),
  title: text().notNull(),
});

const everything = {
  select: [allow("anon")],
  insert: [allow("anon")],
  update: [allow("anon")],
  delete: [allow("anon")],
};
const app: App = defineApp({
  name: "dialect",
  collections: [collection(people), collection(posts)],
  rules: [rulesFor(people, everything), rulesFor(posts, everything)],
});

const seed = {
  people: ["ada", "bo", "cy", "di", "ed"].map((name, index) => ({
    id: index + 1,
    email: `${name}@x.example`,
    priority: index === 2 ? null : index,
  })),
  posts: [
    { id: 1, writer_id: 1, title: "first" },
    { id: 2, writer_id: 1, title: "second" },
  ],
};

const ids = "edges { node { id } }";
const all = (name: string, filter: string, variables?: GraphCase["variables"]): GraphCase => ({
  name,
  query: `${declared(filter)}{ peopleCollection(filter: ${filter}) { ${ids} } }`,
  ...(variables === undefined ? {} : { variables }),
});

function declared(filter: string): string {
  if (filter.includes("$filter")) return "query ($filter: PeopleFilter) ";
  return filter.includes("$email") ? "query ($email: String) " : "";
}

const filters: readonly GraphCase[] = [
  all("that are empty are as good as none", "{ and: [], or: [], not: {} }"),
  all("of empty entries too", "{ or: [{}], and: [{}], not: { or: [{}] } }"),
  all("in variables too", "$filter", { filter: { not: { or: [{}] } } }),
  all("leave the entries that say something", "{ or: [{}, { id: { eq: 2 } }] }"),
  all("whose variable is left out say nothing", "{ or: [{ email: { eq: $email } }] }", {}),
  all("that compare with null find nothing", "{ email: { eq: $email } }", { email: null }),
  all("of several columns are all to hold, under `or` too", '{ or: { id: { eq: 1 }, email: { eq: "bo@x.example" } } }'),
  all("take one value for a list, and no value of none", "{ or: [{ id: { in: 2 } }, { id: { in: [] } }] }"),
  all("that are null are as good as none", "null"),
];

const pages: readonly GraphCase[] = [
  {
    name: "go on from an offset, and know that there is something before",
    query: `{ peopleCollection(first: 2, offset: 1) { ${ids} pageInfo { hasNextPage hasPreviousPage } } }`,
  },
  {
    name: "are by one end only",
    query: `{ peopleCollection(first: 2, last: 2) { ${ids} } }`,
    roundTrips: 0,
  },
  {
    name: "are forward where there is an offset",
    query: `{ peopleCollection(last: 2, offset: 1) { ${ids} } }`,
    roundTrips: 0,
  },
  {
    name: "are ordered by one term without a list",
    query: `{ peopleCollection(orderBy: { priority: DescNullsLast }) { ${ids} } }`,
  },
  {
    name: "are ordered by a list of terms, not by one of several members",
    query: `query ($by: [PeopleOrderBy!]) { peopleCollection(orderBy: $by) { ${ids} } }`,
    variables: { by: [{ priority: "AscNullsLast", id: "DescNullsLast" }] },
    roundTrips: 0,
  },
  {
    name: "are ordered by what is said, null says nothing",
    query: `{ peopleCollection(orderBy: [{ priority: null, id: DescNullsLast }, {}]) { ${ids} } }`,
  },
  {
    name: "of related rows are always there",
    query: `{ peopleByPk(id: 5) { postsCollection { ${ids} totalCount aggregate { count sum { id } } } } __type(name: "People") { fields { name type { kind ofType { name } } } } }`,
  },
];

const conflicts: readonly GraphCase[] = [
  {
    name: "name the constraint as errors do, and take over what is said",
    query: `mutation { insertIntoPeopleCollection(
      objects: [{ id: 1, email: "new@x.example", priority: 7 }, { id: 9, email: "nine@x.example" }]
      onConflict: { constraint: people_pkey, updateFields: [email, status] }
    ) { affectedCount records { id email priority status } } }`,
  },
  {
    name: "are by any unique set",
    query: `mutation { insertIntoPeopleCollection(
      objects: [{ email: "bo@x.example", priority: 7 }], onConflict: { constraint: people_email_key, updateFields: [priority] }
    ) { records { id priority } } }`,
  },
  {
    name: "of no set that there is are refused",
    query: `mutation { insertIntoPeopleCollection(objects: [{ id: 1 }], onConflict: { constraint: posts_pkey }) { affectedCount } }`,
    roundTrips: 0,
  },
];

playGraph({ app, people: {}, seed }, { filters, pages, "rows that are there already": conflicts });
