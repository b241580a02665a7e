import { app } from "../../src/app/app.ts";
import { play } from "./play.ts";
import { boats, draft, people, review, scheduled, seed, tides } from "./publication-seed.ts";
import { idOf, type Scenario, type SeedRow } from "./scenario.ts";

// Read ahead of their time, so that every "lately" holds them.
const reads: readonly SeedRow[] = [boats, tides, boats, draft, scheduled, draft, draft, draft].map(
  (article, index) => ({
    id: idOf("e", index + 10),
    article_id: article,
    profile_id: index === 0 ? people.rex.id : null,
    seconds: 30,
    progress: 1,
    at: "2998-01-01T00:00:00+00:00",
  }),
);

const functions: readonly Scenario[] = [
  {
    name: "tells what is read most, and of that what is published",
    request: "GET /rpc/trending_articles?select=title,author:profiles!author_id(display_name)",
    // The reads counted, the articles found, the answer put together.
    roundTrips: 3,
    status: 200,
    answer: [
      { title: "Small Boats", author: { display_name: "Bob Ray" } },
      { title: "Tides", author: { display_name: "Ann Lee" } },
    ],
  },
  {
    name: "tells nobody the editors' notes, although the function reads as the service",
    request: "GET /rpc/trending_articles?select=title,editor_notes",
    roundTrips: 0,
    status: 401,
  },
  {
    name: "masks the notes on what another author has written",
    who: "ann",
    request: "GET /rpc/trending_articles?select=title,editor_notes",
    roundTrips: 3,
    status: 200,
    answer: [
      { title: "Small Boats", editor_notes: null },
      { title: "Tides", editor_notes: "Check the table." },
    ],
  },
  {
    name: "bounds what is asked",
    request: "GET /rpc/trending_articles?days=91",
    roundTrips: 0,
    status: 400,
  },
  {
    name: "finds what else is about the same",
    request: `POST /rpc/related_articles?select=title,tags(name)`,
    body: { article: tides },
    roundTrips: 4,
    status: 200,
    answer: [{ title: "Small Boats", tags: [{ name: "Sea" }] }],
  },
  {
    name: "finds nothing about what is not published",
    request: `GET /rpc/related_articles?article=${draft}&select=title`,
    roundTrips: 4,
    status: 200,
    answer: [],
  },
  {
    name: "publishes an article under its tags",
    who: "eve",
    request: "POST /rpc/publish_article?select=status,tags(slug)&tags.order=slug",
    body: { article: review, tags: ["sea", "bread"] },
    roundTrips: 4,
    status: 200,
    answer: { status: "published", tags: [{ slug: "bread" }, { slug: "sea" }] },
  },
  {
    name: "publishes nothing that was not handed in, and tags nothing",
    who: "eve",
    request: "POST /rpc/publish_article",
    body: { article: draft, tags: ["sea"] },
    roundTrips: 3,
    status: 409,
    answer: {
      code: "PT409",
      message: "The article is not in review",
      details: null,
      hint: "Its author hands it in first.",
    },
    effects: [
      { sql: `select count(*) as n from article_tags where article_id = '${draft}'`, rows: [{ n: 1 }] },
      { sql: `select status from articles where id = '${draft}'`, rows: [{ status: "draft" }] },
    ],
  },
  {
    name: "lets only an editor publish",
    who: "bob",
    request: "POST /rpc/publish_article",
    body: { article: review },
    roundTrips: 0,
    status: 403,
  },
  {
    name: "subscribes, and does not tell that somebody had",
    request: "POST /rpc/subscribe",
    body: { email: "REX@example.com", frequency: "daily", topics: ["food"] },
    roundTrips: 2,
    status: 204,
    answer: "",
    effects: [
      {
        sql: "select frequency, confirmed from newsletter_subscriptions where email = 'rex@example.com'",
        rows: [{ frequency: "weekly", confirmed: 1 }],
      },
    ],
  },
  {
    name: "subscribes to no topic that there is not",
    who: "sue",
    request: "POST /rpc/subscribe",
    body: { email: "sue@example.com", topics: ["food", "opera"] },
    roundTrips: 1,
    status: 400,
    answer: { code: "22023", message: "There is no category opera", details: null, hint: null },
  },
  {
    name: "subscribes whoever is signed in as themselves",
    who: "sue",
    request: "POST /rpc/subscribe",
    body: { email: "sue@example.com" },
    roundTrips: 2,
    status: 204,
    effects: [
      {
        sql: "select profile_id, frequency from newsletter_subscriptions where email = 'sue@example.com'",
        rows: [{ profile_id: people.sue.id, frequency: "weekly" }],
      },
    ],
  },
];

play({ app, seed: { ...seed, reading_events: reads }, people }, { "the publication": functions });
