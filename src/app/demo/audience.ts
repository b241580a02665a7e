import type { reactions, readingEvents } from "../schema.ts";
import { daysAgo } from "./calendar.ts";
import { type LibraryArticle, library } from "./library.ts";
import { people } from "./people.ts";
import { idOf, randomFor } from "./random.ts";
import { categories } from "./sections.ts";

/** An article that readers can get at. */
export interface PublishedArticle extends LibraryArticle {
  readonly publishedDaysAgo: number;
  /** How much it is read, compared with the others: a few are, most are not, as everywhere. */
  readonly popularity: number;
}

export const publishedArticles: readonly PublishedArticle[] = randomFor("popularity")
  .shuffle(library)
  .flatMap((article) => (article.publishedDaysAgo === null ? [] : [{ ...article, days: article.publishedDaysAgo }]))
  .map(({ days, ...article }, rank) => ({ ...article, publishedDaysAgo: days, popularity: 1 / (1 + rank / 9) }));

/** Three sections that each reader prefers, so that there is something to recommend from. */
const favourites: ReadonlyMap<string, readonly string[]> = new Map(
  people.map(({ handle }) => [
    handle,
    randomFor(`favourites of ${handle}`)
      .shuffle(categories.map((category) => category.slug))
      .slice(0, 3),
  ]),
);

/** From 0 to 1: how likely somebody is to open an article. Nobody reads their own. */
export function interest(handle: string, article: PublishedArticle): number {
  if (handle === article.author) return 0;
  const liked = favourites.get(handle)?.includes(article.category) ?? false;
  return Math.min(1, (liked ? 1.4 : 0.4) * (0.35 + article.popularity));
}

/** A moment after publication: most of the reading is done in the first days, some of it much later. */
export function momentAfter(article: PublishedArticle, chance: number): number {
  return article.publishedDaysAgo * (1 - chance ** 3 * 0.98);
}

export const readingEventRows: readonly (typeof readingEvents.$inferInsert)[] = publishedArticles.flatMap((article) => {
  const random = randomFor(`reading ${article.slug}`);
  const visitors: (string | null)[] = people
    .map((person) => person.handle)
    .filter((handle) => random.chance(interest(handle, article)));
  for (let count = random.between(3, 5 + Math.round(14 * article.popularity)); count > 0; count--) visitors.push(null);
  return visitors.map((handle, index) => {
    const finished = random.chance(handle === null ? 0.4 : 0.75);
    const progress = finished ? 1 : Math.round(random.next() * 90) / 100;
    return {
      id: idOf("reading", article.slug, index),
      articleId: article.id,
      profileId: handle === null ? null : idOf("profile", handle),
      seconds: Math.round(4 + progress * random.between(40, 110)),
      progress,
      at: daysAgo(momentAfter(article, random.next())),
    };
  });
});

const kinds = ["like", "like", "like", "love", "love", "insight", "insight", "laugh", "doubt"] as const;

export const reactionRows: readonly (typeof reactions.$inferInsert)[] = publishedArticles.flatMap((article) => {
  const random = randomFor(`reactions ${article.slug}`);
  return people
    .filter(({ handle }) => random.chance(0.9 * interest(handle, article)))
    .map(({ handle }) => ({
      articleId: article.id,
      profileId: idOf("profile", handle),
      kind: kinds[random.between(0, kinds.length - 1)] ?? "like",
      createdAt: daysAgo(momentAfter(article, random.next())),
    }));
});
