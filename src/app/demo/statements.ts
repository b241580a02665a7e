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
} from "../schema.ts";
import { accountStatements } from "./accounts.ts";
import { reactionRows, readingEventRows } from "./audience.ts";
import { commentRows } from "./conversation.ts";
import { insertInto } from "./insert.ts";
import { articleRows, articleTagRows, categoryRows, profileRows, tagRows } from "./library.ts";
import { jobRows, subscriptionRows } from "./offers.ts";

/**
 * The demo content as INSERT statements for empty tables, in the order of their foreign keys. Each is one line, below
 * 90 kB. The same on every run, but for the salt of the password hashes; dates move along with the day of the run.
 */
export async function demoStatements(hashPassword: (password: string) => Promise<string>): Promise<readonly string[]> {
  return [
    ...(await accountStatements(hashPassword)),
    ...insertInto(profiles, profileRows),
    ...insertInto(categories, categoryRows),
    ...insertInto(tags, tagRows),
    ...insertInto(articles, articleRows),
    ...insertInto(articleTags, articleTagRows),
    ...insertInto(comments, commentRows),
    ...insertInto(reactions, reactionRows),
    ...insertInto(readingEvents, readingEventRows),
    ...insertInto(jobListings, jobRows),
    ...insertInto(newsletterSubscriptions, subscriptionRows),
  ];
}
