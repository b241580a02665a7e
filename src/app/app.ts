import { type App, defineApp } from "../define.ts";
import { collection } from "../schema/collection.ts";
import { channels } from "./channels.ts";
import { functions } from "./functions.ts";
import { newProfile } from "./profile.ts";
import { roles, rules } from "./rules.ts";
import {
  articles,
  articleTags,
  categories,
  comments,
  jobListings,
  newsletterSubscriptions,
  profiles,
  reactions,
  readingEvents,
  tags,
} from "./schema.ts";
import { articleStats } from "./views.ts";

const people = collection(profiles, { description: "Readers, authors, editors and admins" });

/** The backend of an online publication. This is all that `createWorker` needs to serve it. */
export const app: App = defineApp({
  name: "Apsis",
  collections: [
    people,
    collection(categories, { description: "The sections of the publication, and theirs" }),
    collection(tags, { description: "What articles are about, across the sections" }),
    collection(articles, {
      description: "What is published, and what is on its way",
      search: ["title", "subtitle", "body"],
      columns: {
        body: { description: "Markdown" },
        readingMinutes: { description: "Computed from the length of the body" },
        editorNotes: { description: "For the editors and the author only" },
      },
    }),
    collection(articleTags, { description: "Which articles carry which tags" }),
    collection(comments, { description: "What readers say under an article, and to each other", search: ["body"] }),
    collection(reactions, { description: "One reaction of a reader to an article" }),
    collection(readingEvents, { description: "One visit to an article: how long, how far" }),
    collection(jobListings, { description: "Work that the publication's readers may like" }),
    collection(articleStats, {
      description: "What readers make of an article",
      columns: {
        comments: { kind: "integer" },
        reactions: { kind: "integer" },
        reads: { kind: "integer" },
        averageProgress: { kind: "real", description: "How far down readers come, from 0 to 1" },
      },
      references: { articleId: articles.id },
    }),
    collection(newsletterSubscriptions, { description: "Who gets which newsletter, how often" }),
  ],
  rules,
  roles,
  functions,
  channels,
  auth: { profile: { collection: people, values: newProfile } },
});
