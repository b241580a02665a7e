import type { comments } from "../schema.ts";
import { interest, momentAfter, type PublishedArticle, publishedArticles } from "./audience.ts";
import { daysAgo } from "./calendar.ts";
import { people } from "./people.ts";
import { idOf, type Random, randomFor } from "./random.ts";
import { authorReplies, generalComments, generalReplies, hiddenComments } from "./voices.ts";

type CommentRow = typeof comments.$inferInsert;

interface Remark {
  readonly by: string;
  readonly text: string;
  readonly daysAgo: number;
  readonly parentId: string | null;
  readonly hidden?: boolean;
}

/** Gives the items one by one, and all of them before any comes again. */
function deckOf(name: string, items: readonly string[]): () => string {
  const random = randomFor(name);
  let deck: string[] = [];
  return () => {
    if (deck.length === 0) deck = random.shuffle(items);
    return deck.pop() ?? "";
  };
}

const nextComment = deckOf("comments", generalComments);
const nextReply = deckOf("replies", generalReplies);
const nextAuthorReply = deckOf("author replies", authorReplies);
const nextHidden = deckOf("hidden", hiddenComments);

/** A parent comes before its replies, as the foreign key wants it. */
export const commentRows: readonly CommentRow[] = publishedArticles.flatMap(discussion);

function discussion(article: PublishedArticle): readonly CommentRow[] {
  const random = randomFor(`discussion ${article.slug}`);
  const rows: CommentRow[] = [];
  const add = (remark: Remark): string => {
    const id = idOf("comment", article.slug, rows.length);
    rows.push({
      id,
      articleId: article.id,
      authorId: idOf("profile", remark.by),
      parentId: remark.parentId,
      body: remark.text,
      status: remark.hidden === true ? "hidden" : "visible",
      createdAt: daysAgo(remark.daysAgo),
    });
    return id;
  };
  for (const opening of openings(article, random)) {
    const id = add(opening);
    if (opening.hidden !== true && random.chance(0.4)) reply(article, opening, { id, random, add });
  }
  return rows;
}

/** What is said about the article itself: the remarks written for it, others that fit any, seldom one to hide. */
function openings(article: PublishedArticle, random: Random): readonly Remark[] {
  const speakers = random
    .shuffle(people.map((person) => person.handle))
    .filter((handle) => handle !== article.author)
    .sort((a, b) => interest(b, article) - interest(a, article));
  const texts: { readonly by: string | null; readonly text: string }[] = [...article.remarks];
  for (let count = random.between(2, 3 + Math.round(4 * article.popularity)); count > 0; count--) {
    texts.push({ by: null, text: nextComment() });
  }
  const named = new Set(texts.map(({ by }) => by));
  const others = speakers.filter((handle) => !named.has(handle));
  const when = (): number => momentAfter(article, random.next());
  const remarks: Remark[] = texts.map(({ by, text }) => ({
    by: by ?? others.shift() ?? "sam",
    text,
    daysAgo: when(),
    parentId: null,
  }));
  if (random.chance(0.12)) {
    remarks.push({ by: speakers.at(-1) ?? "sam", text: nextHidden(), daysAgo: when(), parentId: null, hidden: true });
  }
  return remarks.sort((a, b) => b.daysAgo - a.daysAgo);
}

interface Thread {
  readonly id: string;
  readonly random: Random;
  readonly add: (remark: Remark) => string;
}

/** An answer by the author or another reader, and at times one to that. */
function reply(article: PublishedArticle, to: Remark, { id, random, add }: Thread): void {
  const byAuthor = to.by !== article.author && random.chance(0.3);
  const others = people.filter(({ handle }) => handle !== to.by && handle !== article.author);
  const answer: Remark = {
    by: byAuthor ? article.author : (others[random.between(0, others.length - 1)]?.handle ?? article.author),
    text: byAuthor ? nextAuthorReply() : nextReply(),
    daysAgo: to.daysAgo * (1 - random.next() * 0.2),
    parentId: id,
  };
  const answerId = add(answer);
  if (random.chance(0.3)) reply(article, answer, { id: answerId, random, add });
}
