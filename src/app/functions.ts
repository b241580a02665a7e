import * as z from "zod";
import { update, upsert } from "../functions/change.ts";
import { desc } from "../functions/db.ts";
import { defineFunction, type FunctionDefinition } from "../functions/define.ts";
import { CodedError, fail } from "../functions/fail.ts";
import { rowOf, rowsOf } from "../functions/returns.ts";
import { and, eq, isIn, lte, neq, now } from "../rules/condition.ts";
import { articles, articleTags, categories, newsletterSubscriptions, tags } from "./schema.ts";

// What takes more than one read or write. Each is at /rest/v1/rpc/<name>.

const published = and(eq(articles.status, "published"), lte(articles.publishedAt, now));
const top = z.number().int().min(1).max(50).default(10);
const dayMs = 86_400_000;

const trendingArticles = defineFunction({
  name: "trending_articles",
  description: "What was read most lately, the most read first",
  input: z.object({ days: z.number().int().min(1).max(90).default(7), top }),
  returns: rowsOf(articles),
  access: ["anon"],
  readOnly: true,
  // Who has read what is nobody's business; how often it was read is all that comes out of it.
  runs: "service",
  async run({ days, top: most }, { db, now: moment }) {
    const since = new Date(Date.parse(moment) - days * dayMs).toISOString();
    const reads = await db.query(
      `/reading_events?select=article_id,reads:count()&at=gte.${since}`,
      z.array(z.object({ article_id: z.string(), reads: z.number() })),
    );
    const counts = new Map(reads.map((each) => [each.article_id, each.reads]));
    const rows = await db.read(articles, { where: and(isIn(articles.id, [...counts.keys()]), published) });
    return ranked(rows, counts).slice(0, most);
  },
});

const relatedArticles = defineFunction({
  name: "related_articles",
  description: "What else a reader of an article may like: the more tags they share, the earlier",
  input: z.object({ article: z.uuid(), top }),
  returns: rowsOf(articles),
  access: ["anon"],
  readOnly: true,
  async run({ article, top: most }, { db }) {
    const own = await db.read(articleTags, { where: eq(articleTags.articleId, article), columns: ["tagId"] });
    const shared = await db.read(articleTags, {
      where: and(
        isIn(
          articleTags.tagId,
          own.map((tag) => tag.tagId),
        ),
        neq(articleTags.articleId, article),
      ),
      columns: ["articleId"],
    });
    const counts = new Map<string, number>();
    for (const { articleId } of shared) counts.set(articleId, (counts.get(articleId) ?? 0) + 1);
    const rows = await db.read(articles, {
      where: and(isIn(articles.id, [...counts.keys()]), published),
      order: [desc(articles.publishedAt)],
    });
    return ranked(rows, counts).slice(0, most);
  },
});

const publishArticle = defineFunction({
  name: "publish_article",
  description: "Publishes what an author has handed in, under tags that are made where they are missing",
  input: z.object({
    article: z.uuid(),
    tags: z
      .array(z.string().regex(/^[a-z0-9-]{1,60}$/))
      .max(8)
      .default([]),
  }),
  returns: rowOf(articles),
  access: ["editor"],
  async run({ article, tags: slugs }, { db, now: moment }) {
    await db.upsert(
      tags,
      slugs.map((slug) => ({ slug, name: slug })),
      { on: [tags.slug], ignore: true },
    );
    const under = await db.read(tags, { where: isIn(tags.slug, slugs), columns: ["id"] });
    const isReady = and(eq(articles.id, article), eq(articles.status, "in_review"));
    try {
      const [done] = await db.batch([
        update(articles, {
          where: isReady,
          set: { status: "published", publishedAt: moment },
          one: true,
          returning: true,
        }),
        upsert(
          articleTags,
          under.map((tag) => ({ articleId: article, tagId: tag.id })),
          { ignore: true },
        ),
      ]);
      return done.rows[0] ?? null;
    } catch (error) {
      if (!(error instanceof CodedError) || error.failure.code !== "PGRST116") throw error;
      throw fail("PT409", "The article is not in review", { hint: "Its author hands it in first." });
    }
  },
});

const subscribe = defineFunction({
  name: "subscribe",
  description: "Asks for the newsletter; whoever had it already keeps what they chose",
  input: z.object({
    email: z.email().max(254),
    frequency: z.enum(["daily", "weekly", "monthly"]).default("weekly"),
    topics: z.array(z.string()).max(20).default([]),
  }),
  access: ["anon"],
  runs: "service",
  async run({ email, frequency, topics }, { db, caller }) {
    const known = await db.read(categories, { where: isIn(categories.slug, topics), columns: ["slug"] });
    const unknown = topics.filter((topic) => !known.some(({ slug }) => slug === topic));
    if (unknown.length > 0) throw fail("22023", `There is no category ${unknown.join(", ")}`);
    const row = { email: email.toLowerCase(), profileId: caller.id, frequency, topics };
    // The answer does not tell whether the address was there.
    await db.upsert(newsletterSubscriptions, row, { on: [newsletterSubscriptions.email], ignore: true });
  },
});

/** By their counts, the highest first; what counts the same keeps its order. */
function ranked<Ranked extends { readonly id: string }>(
  rows: readonly Ranked[],
  counts: ReadonlyMap<string, number>,
): Ranked[] {
  return [...rows].sort((left, right) => (counts.get(right.id) ?? 0) - (counts.get(left.id) ?? 0));
}

export const functions: readonly FunctionDefinition[] = [trendingArticles, relatedArticles, publishArticle, subscribe];
