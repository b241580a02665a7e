import {
  and,
  before,
  type Condition,
  caller,
  eq,
  exists,
  gt,
  isIn,
  isNull,
  lte,
  now,
  or,
  outer,
  type Side,
} from "../rules/condition.ts";
import { allow, type RuleSet, rulesFor } from "../rules/grant.ts";
import type { RoleDefinitions } from "../rules/roles.ts";
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

// Who may do what. What is not allowed here is denied.

/** Each role may do all that the one it extends may do. A reader is anybody `authenticated`; `anon` is everybody. */
export const roles: RoleDefinitions = { author: "authenticated", editor: "author", admin: "editor" };

const published = and(eq(articles.status, "published"), lte(articles.publishedAt, now));
const written = eq(articles.authorId, caller.id);
const unpublished = isIn(articles.status, ["draft", "in_review"]);

/** The article that `column` refers to fulfils the condition. */
function articleOf(column: Side, condition: Condition): Condition {
  return exists(articles, and(eq(articles.id, column), condition));
}

const profileRules = rulesFor(profiles, {
  select: [
    // A profile is a public page.
    allow("anon"),
  ],
  update: [
    // People describe themselves; their role is not theirs to write.
    allow("authenticated")
      .when(eq(profiles.id, caller.id))
      .only(
        profiles.handle,
        profiles.displayName,
        profiles.bio,
        profiles.avatarUrl,
        profiles.location,
        profiles.website,
      ),
    allow("admin"),
  ],
  delete: [allow("admin")],
});

const articleRules = rulesFor(articles, {
  // An author's article is their own without saying so, and an editor may name somebody else.
  defaults: { authorId: caller.id },
  select: [
    // Everybody reads what is published. A new column stays private until it is listed here.
    allow("anon")
      .when(published)
      .only(
        articles.id,
        articles.authorId,
        articles.categoryId,
        articles.slug,
        articles.title,
        articles.subtitle,
        articles.body,
        articles.status,
        articles.featured,
        articles.publishedAt,
        articles.readingMinutes,
        articles.meta,
        articles.keywords,
        articles.createdAt,
        articles.updatedAt,
      ),
    // Authors see all of what they wrote, the editors' notes too.
    allow("author").when(written),
    // Editors see everything.
    allow("editor"),
  ],
  insert: [
    // Authors begin with a draft, or hand it in at once.
    allow("author")
      .check(unpublished)
      .only(
        articles.categoryId,
        articles.slug,
        articles.title,
        articles.subtitle,
        articles.body,
        articles.status,
        articles.meta,
        articles.keywords,
      ),
    allow("editor"),
  ],
  update: [
    // Authors change their own, published or not. They may withdraw an article; only an editor publishes one.
    allow("author")
      .when(written)
      .check(or(unpublished, eq(articles.status, before(articles.status))))
      .only(
        articles.categoryId,
        articles.slug,
        articles.title,
        articles.subtitle,
        articles.body,
        articles.status,
        articles.meta,
        articles.keywords,
      ),
    allow("editor"),
  ],
  delete: [
    // What was never published, its author may throw away.
    allow("author").when(and(written, isNull(articles.publishedAt))),
    allow("admin"),
  ],
});

const categoryRules = rulesFor(categories, {
  // The map of the publication is public, and drawn by editors.
  select: [allow("anon")],
  insert: [allow("editor")],
  update: [allow("editor")],
  delete: [allow("admin")],
});

const tagRules = rulesFor(tags, {
  select: [allow("anon")],
  // Authors may coin a tag; editors tidy up.
  insert: [allow("author")],
  update: [allow("editor")],
  delete: [allow("editor")],
});

const articleTagRules = rulesFor(articleTags, {
  // An article's tags are as visible as the article.
  select: [
    allow("anon").when(articleOf(articleTags.articleId, published)),
    allow("author").when(articleOf(articleTags.articleId, written)),
    allow("editor"),
  ],
  // Whoever may change the article may tag it.
  insert: [allow("author").check(articleOf(articleTags.articleId, written)), allow("editor")],
  delete: [allow("author").when(articleOf(articleTags.articleId, written)), allow("editor")],
});

const commentRules = rulesFor(comments, {
  defaults: { authorId: caller.id },
  select: [
    // Everybody reads the discussion of a published article, but for what was hidden.
    allow("anon").when(and(eq(comments.status, "visible"), articleOf(comments.articleId, published))),
    // People see their own comments, hidden or not.
    allow("authenticated").when(eq(comments.authorId, caller.id)),
    // Authors see all that is said under their articles.
    allow("author").when(articleOf(comments.articleId, written)),
    allow("editor"),
  ],
  insert: [
    // People signed in comment as themselves, on what is published, and answer only within the same article.
    allow("authenticated")
      .check(
        and(
          eq(comments.authorId, caller.id),
          articleOf(comments.articleId, published),
          or(
            isNull(comments.parentId),
            exists(
              comments,
              and(eq(comments.id, outer(comments.parentId)), eq(comments.articleId, outer(comments.articleId))),
            ),
          ),
        ),
      )
      .only(comments.articleId, comments.authorId, comments.parentId, comments.body),
  ],
  update: [
    // People edit their own words, unless these were hidden.
    allow("authenticated")
      .when(and(eq(comments.authorId, caller.id), eq(comments.status, "visible")))
      .only(comments.body),
    // Authors hide, or show again, what is said under their articles.
    allow("author").when(articleOf(comments.articleId, written)).only(comments.status),
    // Editors moderate everywhere, and put no words into anybody's mouth.
    allow("editor").only(comments.status),
  ],
  delete: [allow("authenticated").when(eq(comments.authorId, caller.id)), allow("admin")],
});

const reactionRules = rulesFor(reactions, {
  defaults: { profileId: caller.id },
  // Reactions are as visible as the article.
  select: [allow("anon").when(articleOf(reactions.articleId, published)), allow("editor")],
  // People react as themselves to what is published, and may change their mind: by an update or an upsert.
  insert: [
    allow("authenticated")
      .check(and(eq(reactions.profileId, caller.id), articleOf(reactions.articleId, published)))
      .only(reactions.articleId, reactions.profileId, reactions.kind),
  ],
  update: [
    allow("authenticated")
      .when(eq(reactions.profileId, caller.id))
      .check(and(eq(reactions.profileId, caller.id), articleOf(reactions.articleId, published)))
      .only(reactions.articleId, reactions.profileId, reactions.kind),
  ],
  delete: [allow("authenticated").when(eq(reactions.profileId, caller.id))],
});

const readingEventRules = rulesFor(readingEvents, {
  // Reading is noted under the reader's name, or under none.
  defaults: { profileId: caller.id },
  select: [
    // People see what they read, authors how they are read, editors everything.
    allow("authenticated").when(eq(readingEvents.profileId, caller.id)),
    allow("author").when(articleOf(readingEvents.articleId, written)),
    allow("editor"),
  ],
  insert: [
    // Anybody may report having read something published; the moment is the database's.
    allow("anon")
      .check(articleOf(readingEvents.articleId, published))
      .only(readingEvents.articleId, readingEvents.seconds, readingEvents.progress),
  ],
  // Whoever wants to forget what they read, may.
  delete: [allow("authenticated").when(eq(readingEvents.profileId, caller.id))],
});

const jobListingRules = rulesFor(jobListings, {
  defaults: { postedBy: caller.id },
  select: [
    // Everybody sees what is open and has not expired.
    allow("anon").when(and(eq(jobListings.status, "open"), gt(jobListings.expiresOn, now))),
    // Authors see their own, whatever became of it.
    allow("author").when(eq(jobListings.postedBy, caller.id)),
    allow("editor"),
  ],
  // Authors post and look after their own; editors look after all.
  insert: [allow("author").check(eq(jobListings.postedBy, caller.id)), allow("editor")],
  update: [allow("author").when(eq(jobListings.postedBy, caller.id)), allow("editor")],
  delete: [allow("author").when(eq(jobListings.postedBy, caller.id)), allow("editor")],
});

const newsletterRules = rulesFor(newsletterSubscriptions, {
  defaults: { profileId: caller.id },
  // Subscribers see themselves, editors the list, and nobody else an address.
  select: [allow("authenticated").when(eq(newsletterSubscriptions.profileId, caller.id)), allow("editor")],
  // Anybody may subscribe; only the link in the mail confirms.
  insert: [
    allow("anon").only(
      newsletterSubscriptions.email,
      newsletterSubscriptions.frequency,
      newsletterSubscriptions.topics,
    ),
  ],
  // Subscribers choose what they get, and how often.
  update: [
    allow("authenticated")
      .when(eq(newsletterSubscriptions.profileId, caller.id))
      .only(newsletterSubscriptions.frequency, newsletterSubscriptions.topics),
    allow("admin"),
  ],
  delete: [allow("authenticated").when(eq(newsletterSubscriptions.profileId, caller.id)), allow("admin")],
});

const articleStatsRules = rulesFor(articleStats, {
  select: [
    // What is said of a published article is public; how it is read is its author's to know.
    allow("anon")
      .when(articleOf(articleStats.articleId, published))
      .only(articleStats.articleId, articleStats.comments, articleStats.reactions),
    allow("author").when(articleOf(articleStats.articleId, written)),
    allow("editor"),
  ],
});

export const rules: readonly RuleSet[] = [
  profileRules,
  articleRules,
  categoryRules,
  tagRules,
  articleTagRules,
  commentRules,
  reactionRules,
  readingEventRules,
  jobListingRules,
  newsletterRules,
  articleStatsRules,
];
