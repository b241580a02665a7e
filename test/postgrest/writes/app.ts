import { type App, defineApp } from "../../../src/define.ts";
import { caller } from "../../../src/rules/condition.ts";
import { allow, rulesFor } from "../../../src/rules/grant.ts";
import { collection } from "../../../src/schema/collection.ts";
import { simplePk } from "../tables/oddities.ts";
import { capital, carBrands, carModels, country } from "../tables/shelves.ts";
import { groups, groupYard, webContent, yards } from "../tables/trees.ts";
import { addresses, articles, clients, projects, tasks, users, usersTasks } from "../tables/work.ts";
import { counters } from "./counter-functions.ts";
import { exchanges } from "./exchange-functions.ts";
import { rows } from "./row-functions.ts";
import * as own from "./tables.ts";
import { values } from "./value-functions.ts";

const everything = {
  select: [allow("anon")],
  insert: [allow("anon")],
  update: [allow("anon")],
  delete: [allow("anon")],
};
const { limitedArticleStars, appUsers, insertonly, authorsOnly, ...others } = own;
const open = [
  ...[clients, projects, tasks, users, usersTasks, addresses, country, capital, carBrands, carModels],
  ...[groups, yards, groupYard, webContent, simplePk, ...Object.values(others)],
];
const closed = [articles, limitedArticleStars, appUsers, insertonly, authorsOnly];

/** PostgREST's fixtures, where everything is open to the anonymous but for five tables. */
export const fixtures: App = defineApp({
  name: "fixtures",
  collections: [...open, ...closed].map((table) => collection(table)),
  roles: { author: "authenticated" },
  rules: [
    ...open.map((table) => rulesFor(table, everything)),
    rulesFor(articles, { ...everything, defaults: { owner: caller.role } }),
    rulesFor(limitedArticleStars, {
      ...everything,
      select: [allow("anon").only(limitedArticleStars.article_id, limitedArticleStars.user_id)],
    }),
    rulesFor(appUsers, { ...everything, select: [allow("anon").only(appUsers.id, appUsers.email)] }),
    rulesFor(insertonly, { insert: [allow("anon")] }),
    rulesFor(authorsOnly, {
      select: [allow("author")],
      insert: [allow("author").only(authorsOnly.secret)],
      update: [allow("author")],
      delete: [allow("author")],
      defaults: { owner: caller.id },
    }),
  ],
  functions: [...values, ...rows, ...counters, ...exchanges],
});
