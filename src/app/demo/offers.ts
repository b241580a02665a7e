import type { jobListings, newsletterSubscriptions } from "../schema.ts";
import { mailOf } from "./accounts.ts";
import { jobs, strangers } from "./board.ts";
import { dayAfter, daysAgo } from "./calendar.ts";
import { people } from "./people.ts";
import { idOf, randomFor } from "./random.ts";
import { categories } from "./sections.ts";

export const jobRows: readonly (typeof jobListings.$inferInsert)[] = jobs.map((job, index) => ({
  id: idOf("job", job.company, job.title),
  postedBy: idOf("profile", job.postedBy),
  company: job.company,
  title: job.title,
  description: job.description,
  location: job.location,
  remote: job.remote,
  salaryMin: job.salary?.[0] ?? null,
  salaryMax: job.salary?.[1] ?? null,
  currency: job.currency,
  tags: [...job.tags],
  applyUrl: `https://apsis.example/jobs/${idOf("job", job.company, job.title)}`,
  status: job.status ?? "open",
  expiresOn: dayAfter(job.expiresInDays),
  createdAt: daysAgo(3 + index * 2.7),
}));

const frequencies = ["daily", "weekly", "weekly", "monthly"] as const;

/** Readers' own subscriptions, and those of people who left only an address. */
export const subscriptionRows: readonly (typeof newsletterSubscriptions.$inferInsert)[] = [
  ...people
    .filter((person) => person.role === "reader" || person.handle === "maren")
    .map((person) => ({ email: mailOf(person), profileId: idOf("profile", person.handle) })),
  ...strangers.map((email) => ({ email, profileId: null })),
].map((subscriber, index) => {
  const random = randomFor(`subscription ${subscriber.email}`);
  const sections = random.shuffle(categories.map((category) => category.slug));
  return {
    id: idOf("subscription", subscriber.email),
    ...subscriber,
    frequency: frequencies[random.between(0, frequencies.length - 1)] ?? "weekly",
    topics: sections.slice(0, random.between(0, 3)),
    confirmed: random.chance(0.8),
    createdAt: daysAgo(180 - index * 9.4),
  };
});
