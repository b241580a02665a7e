import type { articles, articleTags, categories, profiles, tags } from "../schema.ts";
import { allArticles } from "./articles/all.ts";
import { daysAgo } from "./calendar.ts";
import { people } from "./people.ts";
import { idOf, randomFor } from "./random.ts";
import * as sections from "./sections.ts";

/** An article and the people's view of it, which the rows of the audience are made from. */
export interface LibraryArticle {
  readonly slug: string;
  readonly id: string;
  readonly author: string;
  readonly category: string;
  readonly remarks: readonly { readonly by: string | null; readonly text: string }[];
  /** Days before the demo's today; null for what is not public. */
  readonly publishedDaysAgo: number | null;
}

export const profileRows: readonly (typeof profiles.$inferInsert)[] = people.map((person, index) => ({
  id: idOf("profile", person.handle),
  handle: person.handle,
  displayName: person.name,
  bio: person.bio,
  avatarUrl: `https://images.apsis.example/people/${person.handle}.jpg`,
  role: person.role,
  location: person.location,
  website: person.website ?? null,
  joinedAt: daysAgo(640 - index * 14.3),
}));

export const categoryRows: readonly (typeof categories.$inferInsert)[] = sections.categories.map((category, index) => ({
  id: idOf("category", category.slug),
  parentId: category.parent === undefined ? null : idOf("category", category.parent),
  slug: category.slug,
  name: category.name,
  description: category.description,
  position: index + 1,
}));

export const tagRows: readonly (typeof tags.$inferInsert)[] = sections.tags.map(([slug, name]) => ({
  id: idOf("tag", slug),
  slug,
  name,
}));

/** One every four days or so, in an order that mixes the sections. */
const calendar: ReadonlyMap<string, number> = new Map(
  randomFor("calendar")
    .shuffle(allArticles)
    .map((article, index) => [article.slug, 2.3 + index * 4.13]),
);

/** What editors note on an article that is out already. */
const afterthoughts = [
  "Cut forty words from the middle; the ending stays. Do not let anybody touch the ending.",
  "Fact-checked twice. The author has the sources in a shoe box.",
  "Good candidate for the almanac.",
  "Two letters to the editor, both kind. Answer before the holidays.",
];

export const articleRows: readonly (typeof articles.$inferInsert)[] = allArticles.map((article, index) => {
  const published = calendar.get(article.slug) ?? 0;
  const isOut = article.status === undefined || article.status === "archived";
  const begun = published + 4 + (index % 9);
  const afterthought = index % 8 === 3 ? afterthoughts[(index >> 3) % afterthoughts.length] : undefined;
  return {
    id: idOf("article", article.slug),
    authorId: idOf("profile", article.author),
    categoryId: idOf("category", article.category),
    slug: article.slug,
    title: article.title,
    subtitle: article.subtitle,
    body: article.body,
    status: article.status ?? "published",
    featured: article.featured ?? false,
    publishedAt: isOut ? daysAgo(published) : null,
    meta: { cover: { url: `https://images.apsis.example/${article.slug}.jpg`, alt: `Drawing for “${article.title}”` } },
    keywords: [article.category, ...article.tags],
    editorNotes: article.notes ?? (isOut ? (afterthought ?? null) : null),
    createdAt: daysAgo(begun),
    updatedAt: daysAgo(isOut ? published : Math.max(begun - 3, 0.5)),
  };
});

export const articleTagRows: readonly (typeof articleTags.$inferInsert)[] = allArticles.flatMap((article) =>
  article.tags.map((tag) => ({ articleId: idOf("article", article.slug), tagId: idOf("tag", tag) })),
);

export const library: readonly LibraryArticle[] = allArticles.map((article) => ({
  slug: article.slug,
  id: idOf("article", article.slug),
  author: article.author,
  category: article.category,
  remarks: article.remarks.map((remark) => (typeof remark === "string" ? { by: null, text: remark } : remark)),
  publishedDaysAgo: article.status === undefined ? (calendar.get(article.slug) ?? null) : null,
}));
